namespace MLNetTransfer.Cli;

/// <summary>What the program tells its caller; <c>docs/exit-codes.md</c> explains each.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Data = 3;
    public const int QualityGate = 4;
    public const int MissingModel = 5;
    public const int Cancelled = 130;
}
