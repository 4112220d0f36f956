using System.Security.Cryptography;
using System.Text;
using MLNetTransfer.Reporting.Charts;

namespace MLNetTransfer.Reporting;

/// <summary>What a browser may load and run of the report: its own style, its own script and the pictures inside of it, each known by digest, and nothing from elsewhere.</summary>
internal static class ReportPolicy
{
    /// <summary>The whole style of the page.</summary>
    public static string Style { get; } = ReportStyle.Css + ChartStyle.Css;

    /// <summary>The content security policy.</summary>
    public static string Content { get; } =
        $"default-src 'none'; img-src data:; style-src '{Digest(Style)}'; script-src '{Digest(ReportScript.Text)}'; base-uri 'none'; form-action 'none'";

    private static string Digest(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
