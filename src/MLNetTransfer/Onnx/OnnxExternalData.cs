using System.Globalization;
using MLNetTransfer.Onnx.Protobuf;

namespace MLNetTransfer.Onnx;

/// <summary>
/// Weights that lie in a file beside the model. The file must be inside the folder of the model: a model from a stranger must not read anything else.
/// </summary>
internal static class OnnxExternalData
{
    public static byte[] Read(TensorProto tensor, string? folder, long length)
    {
        string name = tensor.Name;
        Dictionary<string, string> entries = new(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            if (!entries.TryAdd(entry.Key, entry.Value))
            {
                throw new OnnxException($"Initialiser '{name}' states the {entry.Key} of its external data twice.");
            }
        }

        if (!entries.TryGetValue("location", out string? location) || location.Length == 0)
        {
            throw new OnnxException($"Initialiser '{name}' is stored outside the file, but does not say where.");
        }

        if (folder is null)
        {
            throw new OnnxException($"Initialiser '{name}' is stored in '{location}' beside the model; a model that is read from memory must hold its weights itself.");
        }

        // Files written on Windows.
        location = location.Replace('\\', '/');
        if (location.Contains('\0', StringComparison.Ordinal))
        {
            throw new OnnxException($"Initialiser '{name}' is stored outside the file, but its location holds a character that no path has.");
        }

        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, location));
        if (Path.IsPathRooted(location) || !path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new OnnxException($"Initialiser '{name}' is said to be in '{location}', which is outside the folder of the model; expected a file beside it.");
        }

        FileInfo file = new(path);
        RefuseLinks(file, root, name, location);
        if (!file.Exists)
        {
            throw new OnnxException($"Initialiser '{name}' is stored in '{location}', which is not beside the model. Copy that file there too.");
        }

        long offset = Number(entries, "offset", name, 0);
        long stated = Number(entries, "length", name, length);
        if (stated != length || offset > file.Length || length > file.Length - offset)
        {
            throw new OnnxException(string.Create(
                CultureInfo.InvariantCulture,
                $"Initialiser '{name}' needs {length} bytes; '{location}' is said to have {stated} at {offset} and has {file.Length} in all."));
        }

        if (length > Array.MaxLength)
        {
            throw new OnnxException(string.Create(CultureInfo.InvariantCulture, $"Initialiser '{name}' has {length} bytes; a tensor of more than 2 GiB is not supported."));
        }

        byte[] bytes = new byte[length];
        using FileStream stream = file.OpenRead();
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    // A link anywhere below the folder would lead out of it.
    private static void RefuseLinks(FileInfo file, string root, string name, string location)
    {
        string end = Path.TrimEndingDirectorySeparator(root);
        for (FileSystemInfo? part = file; part is not null && part.FullName.Length > end.Length; part = Directory.GetParent(part.FullName))
        {
            if (part.LinkTarget is not null)
            {
                throw new OnnxException($"Initialiser '{name}' is stored in '{location}', which is a link or lies behind one; expected a file.");
            }
        }
    }

    private static long Number(Dictionary<string, string> entries, string key, string name, long absent)
    {
        if (!entries.TryGetValue(key, out string? text))
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new OnnxException($"Initialiser '{name}': the {key} of its external data is '{text}'; expected a number.");
    }
}
