namespace MLNetTransfer.Tests.Operators;

/// <summary>A theory over the node tests of ONNX that is skipped, with the reason, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTestTheoryAttribute : TheoryAttribute
{
    public NodeTestTheoryAttribute()
    {
        if (!Directory.Exists(NodeTestCase.Folder))
        {
            Skip = $"{NodeTestCase.Folder} is not there; install {NodeTestCase.Package} to run the node tests of ONNX.";
        }
    }
}
