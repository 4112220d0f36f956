using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Cli.Output;
using MLNetTransfer.Downloads;

namespace MLNetTransfer.Cli.Commands;

internal static class DatasetsCommand
{
    internal static Command Create(CliContext context)
    {
        VerbCommand command = new("datasets", "Sets of labelled pictures that are known by name: what there is, bring one here, where it is.")
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
        VerbCommand command = new("list", "Lists the data sets.", ("mlnet-transfer datasets list", "Names, sizes, and which are on this machine."))
        {
            format,
        };
        command.SetAction(result => List(context, result.GetValue(format)!));
        return command;
    }

    private static VerbCommand CreateGet(CliContext context)
    {
        Argument<string> name = CreateName();
        Option<string?> from = new("--from") { Description = "Take this copy of the archive instead of downloading it.", HelpName = "FILE" };
        VerbCommand command = new(
            "get",
            "Downloads a data set, verifies it, unpacks it in the cache and writes the path of its folder. A download that broke off goes on where it stopped.",
            ("mlnet-transfer datasets get flower_photos", "Download TensorFlow's flowers (218 MiB) and unpack them."),
            ("mlnet-transfer datasets get hotdog --from hotdog.zip", "Use a copy that came another way."))
        {
            name,
            from,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            DatasetCatalog catalog = DatasetCatalog.Load();
            DatasetEntry entry = Find(catalog, result.GetValue(name)!);
            string? file = result.GetValue(from) is string path ? SourceFile.Existing(path) : null;
            string folder = await catalog.GetAsync(entry, context.Cache(), file, context.Progress(result), cancellationToken).ConfigureAwait(false);
            context.Out.WriteLine(folder);
            return ExitCode.Ok;
        });
        return command;
    }

    private static VerbCommand CreatePath(CliContext context)
    {
        Argument<string> name = CreateName();
        VerbCommand command = new("path", "Writes the path of a data set that is on this machine.", ("mlnet-transfer datasets path shapes", "Where the set that ships is; exit code 3 if a set has not been downloaded."))
        {
            name,
        };
        command.SetAction(result =>
        {
            DatasetCatalog catalog = DatasetCatalog.Load();
            DatasetEntry entry = Find(catalog, result.GetValue(name)!);
            if (catalog.Locate(entry, context.Cache()) is string folder)
            {
                context.Out.WriteLine(folder);
                return ExitCode.Ok;
            }

            string what = entry.Archive is null
                ? $"error: The data set {entry.Name} ships with the program, but its folder datasets/{entry.Folder} is not there."
                : $"error: The data set {entry.Name} is not on this machine, and nothing is downloaded unasked. To download it run: {entry.Archive.GetCommand}";
            context.Environment.Error.WriteLine(what);
            return ExitCode.Data;
        });
        return command;
    }

    private static Argument<string> CreateName() => new("name") { Description = "Name of the data set, see: mlnet-transfer datasets list", HelpName = "NAME" };

    private static DatasetEntry Find(DatasetCatalog catalog, string name) =>
        catalog.Find(name) ?? throw UsageException.UnknownName("data set", name, catalog.Entries.Select(entry => entry.Name));

    private static void List(CliContext context, string format)
    {
        DatasetCatalog catalog = DatasetCatalog.Load();
        DownloadCache cache = context.Cache();
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, json => WriteJson(json, catalog, cache));
            return;
        }

        TableWriter table = new("NAME", ">PICTURES", ">CLASSES", ">DOWNLOAD", "HERE", "LICENCE", "WHAT");
        foreach (DatasetEntry entry in catalog.Entries)
        {
            table.Add(
                entry.Name,
                entry.Pictures?.ToString(CultureInfo.InvariantCulture) ?? "?",
                entry.Classes.Count > 0 ? Quantity.Count(entry.Classes.Count) : "?",
                entry.Archive is null ? "ships" : entry.Archive.Bytes is long bytes ? Quantity.Bytes(bytes) : "?",
                catalog.Locate(entry, cache) is null ? "no" : "yes",
                entry.Licence,
                entry.Description);
        }

        table.WriteTo(context.Out);
    }

    private static void WriteJson(Utf8JsonWriter json, DatasetCatalog catalog, DownloadCache cache)
    {
        json.WriteStartArray();
        foreach (DatasetEntry entry in catalog.Entries)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            json.WriteString("description", entry.Description);
            json.WriteStartArray("classes");
            foreach (string name in entry.Classes)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            WriteNumber(json, "pictures", entry.Pictures);
            json.WriteString("licence", entry.Licence);
            json.WriteString("url", entry.Archive?.Url.ToString());
            WriteNumber(json, "bytes", entry.Archive?.Bytes);
            json.WriteString("sha256", entry.Archive?.Sha256);
            json.WriteString("sha1", entry.Archive?.Sha1);
            json.WriteString("path", catalog.Locate(entry, cache));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
