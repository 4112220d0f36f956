using System.CommandLine;
using System.Text.Json;
using MLNetTransfer.Cli.Output;

namespace MLNetTransfer.Cli.Commands;

internal static class InfoCommand
{
    internal static Command Create(CliContext context)
    {
        Argument<string> model = CommonOptions.CreateModel();
        Option<bool> layers = new("--layers") { Description = "Show every layer too." };
        Option<string> format = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        VerbCommand command = new(
            "info",
            "Says what a model file is: its classes, its input, where it comes from, its layers.",
            ("mlnet-transfer info runs/flowers/model.zip", "What the model is and what it was trained on."),
            ("mlnet-transfer info network.onnx --layers", "The layers of any ONNX network, with numbers and names for --unfreeze and --features."))
        {
            model, layers, format,
        };
        command.SetAction(result =>
        {
            ModelDescription description = ModelInspector.Inspect(result.GetValue(model)!);
            if (result.GetValue(format) == OutputFormat.Json)
            {
                JsonOutput.Write(context.Out, json => WriteJson(json, description));
            }
            else
            {
                WriteTable(context.Out, description, result.GetValue(layers));
            }
        });
        return command;
    }

    internal static void WriteTable(TextWriter writer, ModelDescription description, bool layers)
    {
        KeyValuePair<string, string>[] facts =
        [
            new("Kind", description.Kind),
            new("File", description.Path),
            new("SHA-256", description.Sha256),
            .. description.Facts,
            new("Layers", Quantity.Count(description.Layers.Count)),
            new("Parameters", Quantity.Count(description.Layers.Sum(layer => layer.Parameters))),
        ];
        int width = facts.Max(fact => fact.Key.Length);
        foreach ((string name, string value) in facts)
        {
            writer.Write($"{name.PadRight(width)}  {value}\n");
        }

        if (!layers)
        {
            return;
        }

        writer.Write('\n');
        TableWriter table = new(">NUMBER", "LAYER", "OPERATOR", "OUTPUT", ">PARAMETERS", "TRAINABLE");
        for (int number = 0; number < description.Layers.Count; number++)
        {
            ModelLayer layer = description.Layers[number];
            table.Add(Quantity.Count(number), layer.Name, layer.Operator, layer.OutputShape, Quantity.Count(layer.Parameters), layer.IsTrainable ? "yes" : "");
        }

        table.WriteTo(writer);
    }

    internal static void WriteJson(Utf8JsonWriter json, ModelDescription description)
    {
        json.WriteStartObject();
        json.WriteString("kind", description.Kind);
        json.WriteString("file", description.Path);
        json.WriteString("sha256", description.Sha256);
        json.WriteStartObject("facts");
        foreach ((string name, string value) in description.Facts)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("layers");
        foreach (ModelLayer layer in description.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("operator", layer.Operator);
            json.WriteString("output", layer.OutputShape);
            json.WriteNumber("parameters", layer.Parameters);
            json.WriteBoolean("trainable", layer.IsTrainable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
