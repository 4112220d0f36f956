using System.CommandLine;
using System.Text.Json;
using MLNetTransfer.Backbones;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Downloads;

namespace MLNetTransfer.Cli.Commands;

internal static class BackbonesCommand
{
    internal static Command Create(CliContext context)
    {
        VerbCommand command = new("backbones", "Pretrained networks that are known by name: what there is, bring one here, where it is.")
        {
            CreateList(context),
            CreateGet(context),
            CreatePath(context),
        };
        return command;
    }

    private static VerbCommand CreateList(CliContext context)
    {
        Option<string> format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        VerbCommand command = new("list", "Lists the network that comes along and those that can be downloaded.", ("mlnet-transfer backbones list", "Names, sizes, and which are on this machine."))
        {
            format,
        };
        command.SetAction(result => List(context, result.GetValue(format)!));
        return command;
    }

    private static VerbCommand CreateGet(CliContext context)
    {
        Argument<string> name = CreateName();
        Option<string?> from = new("--from") { Description = "Take this copy of the file instead of downloading it.", HelpName = "FILE" };
        VerbCommand command = new(
            "get",
            "Downloads a network, verifies it, keeps it in the cache and writes its path. A download that broke off goes on where it stopped.",
            ("mlnet-transfer backbones get mobilenetv2", "Download MobileNetV2 (13.3 MiB)."),
            ("mlnet-transfer backbones get resnet18 --from resnet18-v1-7.onnx", "Use a copy that came another way."))
        {
            name,
            from,
        };
        command.SetAction((result, cancellationToken) => GetAsync(context, result, Find(result.GetValue(name)!), result.GetValue(from), cancellationToken));
        return command;
    }

    private static VerbCommand CreatePath(CliContext context)
    {
        Argument<string> name = CreateName();
        VerbCommand command = new("path", "Writes the path of a network that is on this machine.", ("mlnet-transfer backbones path mobilenetv2", "Where the file is; exit code 5 if it has not been downloaded."))
        {
            name,
        };
        command.SetAction(result =>
        {
            Find(result.GetValue(name)!);
            context.Out.WriteLine(new BackboneResolver(context.Cache()).Resolve(result.GetValue(name)!).Path);
        });
        return command;
    }

    private static Argument<string> CreateName() => new("name") { Description = "Name of the network, see: mlnet-transfer backbones list", HelpName = "NAME" };

    private static BackboneEntry Find(string name) =>
        BackboneCatalog.FindByName(name)
        ?? throw UsageException.UnknownName("network", name, BackboneCatalog.Downloadable.SelectMany(entry => entry.Aliases.Take(1).Append(entry.Name)));

    private static async Task<int> GetAsync(CliContext context, ParseResult result, BackboneEntry entry, string? from, CancellationToken cancellationToken)
    {
        using Downloader downloader = new(context.Cache(), context.Progress(result));
        string path = from is null
            ? await downloader.GetAsync(entry.Download!, cancellationToken).ConfigureAwait(false)
            : downloader.Import(entry.Download!, SourceFile.Existing(from), cancellationToken);
        context.Out.WriteLine(path);
        return ExitCode.Ok;
    }

    private static void List(CliContext context, string format)
    {
        DownloadCache cache = context.Cache();
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, json => WriteJson(json, cache));
            return;
        }

        TableWriter table = new("NAME", "ALSO", ">SIZE", "HERE", "INPUT", "LICENCE", "WHAT");
        BackboneCard own = BuiltInBackbone.Card;
        table.Add(BuiltInBackbone.Name, "", Quantity.Bytes(BuiltInBackbone.Bytes.Length), "always", "its own", own.Licence, $"{own.Name}: {own.Origin}");
        foreach (BackboneEntry entry in BackboneCatalog.Downloadable)
        {
            table.Add(
                entry.Name,
                string.Join(", ", entry.Aliases),
                Quantity.Bytes(entry.Download!.Bytes ?? 0),
                cache.Find(entry.Download) is null ? "no" : "yes",
                entry.PreprocessingName,
                entry.Download.Licence,
                entry.Description);
        }

        table.WriteTo(context.Out);
    }

    private static void WriteJson(Utf8JsonWriter json, DownloadCache cache)
    {
        json.WriteStartArray();
        BackboneCard own = BuiltInBackbone.Card;
        json.WriteStartObject();
        json.WriteString("name", BuiltInBackbone.Name);
        json.WriteString("description", own.Name);
        json.WriteString("origin", own.Origin);
        json.WriteString("licence", own.Licence);
        json.WriteString("sha256", BuiltInBackbone.Sha256);
        json.WriteNumber("bytes", BuiltInBackbone.Bytes.Length);
        json.WriteBoolean("here", true);
        json.WriteEndObject();
        foreach (BackboneEntry entry in BackboneCatalog.Downloadable)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            json.WriteStartArray("aliases");
            foreach (string alias in entry.Aliases)
            {
                json.WriteStringValue(alias);
            }

            json.WriteEndArray();
            json.WriteString("description", entry.Description);
            json.WriteString("url", entry.Download!.Url.ToString());
            json.WriteNumber("bytes", entry.Download.Bytes ?? 0);
            json.WriteString("sha256", entry.Sha256);
            json.WriteString("licence", entry.Download.Licence);
            json.WriteString("preprocessing", entry.PreprocessingName);
            json.WriteString("path", cache.Find(entry.Download));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
