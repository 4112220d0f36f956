using System.Globalization;
using MLNetTransfer.Imaging.Resizing;

namespace MLNetTransfer.Datasets;

/// <summary>What a user says about the input of a network; whatever is null stays as the catalogue, the file or the default has it.</summary>
public sealed record PreprocessingOptions
{
    /// <summary>Names of the modes, those of <c>keras.applications</c> plus <c>unit</c> and <c>raw</c>.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["torch", "tf", "caffe", "unit", "raw"];

    /// <summary>One of <see cref="Modes"/>, or null.</summary>
    public string? Mode { get; init; }

    /// <summary>Mean of red, green, blue, or null. On the scale 0..1 when no value passes 1, else on 0..255.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>Deviation of red, green, blue, or null. On the scale 0..1 when no value passes 1, else on 0..255.</summary>
    public IReadOnlyList<float>? Deviation { get; init; }

    /// <summary>Length of the shorter side after resizing in pixels, or null.</summary>
    public int? Size { get; init; }

    /// <summary>Side of the centre crop in pixels, or null.</summary>
    public int? Crop { get; init; }

    /// <summary>The filter of the resize, or null.</summary>
    public ResizeFilter? Filter { get; init; }

    /// <summary>Whether anything is said.</summary>
    public bool IsEmpty => this == new PreprocessingOptions();

    /// <summary>All that is wrong with the options, one sentence each; empty when they are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (Mode is not null && !Modes.Contains(Mode))
        {
            problems.Add($"Preprocessing mode '{Mode}' is unknown; expected one of {string.Join(", ", Modes)}.");
        }

        Check(problems, "mean", Mean, mayBeZero: true);
        Check(problems, "std", Deviation, mayBeZero: false);
        CheckSide(problems, "size", Size);
        CheckSide(problems, "crop", Crop);
        if (Size is int size && Crop is int crop && crop > size)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The crop of {crop} pixels is larger than the size of {size} to which the shorter side is resized."));
        }

        return problems;
    }

    /// <summary>Lays these options over a preprocessing.</summary>
    /// <exception cref="ArgumentException"><see cref="Validate"/> has something to say.</exception>
    public Preprocessing ApplyTo(Preprocessing preprocessing)
    {
        if (Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems));
        }

        Preprocessing result = Mode switch
        {
            null => preprocessing,
            "torch" => WithValues(preprocessing, Preprocessing.Torch),
            "tf" => WithValues(preprocessing, Preprocessing.TensorFlow),
            "caffe" => WithValues(preprocessing, Preprocessing.Caffe),
            "unit" => WithValues(preprocessing, Preprocessing.Unit),
            _ => WithValues(preprocessing, Preprocessing.Raw),
        };

        if (Mean is not null)
        {
            result = result with { Mean = ToPixelUnits(Mean) };
        }

        if (Deviation is not null)
        {
            result = result with { Deviation = ToPixelUnits(Deviation) };
        }

        if (Crop is int crop)
        {
            result = result with { CropSize = crop, ResizeSize = Size ?? ScaledResize(preprocessing, crop) };
        }
        else if (Size is int size)
        {
            result = result with { ResizeSize = size, CropSize = Math.Min(size, result.CropSize) };
        }

        return Filter is ResizeFilter filter ? result with { Filter = filter } : result;
    }

    // The share of the picture that the crop keeps stays what it was.
    private static int ScaledResize(Preprocessing preprocessing, int crop) =>
        Math.Max(crop, (int)Math.Round((double)crop * preprocessing.ResizeSize / preprocessing.CropSize));

    private static Preprocessing WithValues(Preprocessing geometry, Preprocessing values) =>
        geometry with { Mean = values.Mean, Deviation = values.Deviation, Order = values.Order };

    private static Preprocessing.Channels ToPixelUnits(IReadOnlyList<float> values)
    {
        float scale = values.All(value => Math.Abs(value) <= 1) ? 255 : 1;
        return new Preprocessing.Channels(values[0] * scale, values[1] * scale, values[2] * scale);
    }

    private static void Check(List<string> problems, string name, IReadOnlyList<float>? values, bool mayBeZero)
    {
        if (values is null)
        {
            return;
        }

        if (values.Count != 3 || values.Any(value => !float.IsFinite(value) || (!mayBeZero && value <= 0)))
        {
            string found = string.Join(",", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
            problems.Add($"{name} is '{found}'; expected three {(mayBeZero ? "numbers" : "positive numbers")} for red, green and blue, as in 0.485,0.456,0.406.");
        }
    }

    private static void CheckSide(List<string> problems, string name, int? value)
    {
        if (value is < 8 or > 4096)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected 8 to 4096 pixels."));
        }
    }
}
