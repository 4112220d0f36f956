using Microsoft.ML;
using Microsoft.ML.Data;

namespace ReadmeExample;

/// <summary>Code of the README; a test holds the two against each other.</summary>
internal static class Example
{
    internal static void Run()
    {
        // begin
        MLContext mlContext = new();
        ITransformer model = mlContext.Model.Load("runs/flowers/model.zip", out _);
        using PredictionEngine<ModelInput, ModelOutput> engine = mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(model);
        ModelOutput answer = engine.Predict(new ModelInput { ImagePath = "rose.jpg" });
        Console.WriteLine($"{answer.PredictedLabel} {answer.Score.Max():P1}");

        // end
    }
}

// begin
internal sealed class ModelInput
{
    public string ImagePath { get; set; } = "";
}

internal sealed class ModelOutput
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}

// end
