namespace MLNetTransfer.Reporting.Charts;

/// <summary>The looks of charts: text and axes in the colour of the page, lines in colours that colour-blind people tell apart, lighter ones on dark pages.</summary>
internal static class ChartStyle
{
    /// <summary>The rules for the classes that <see cref="SvgChart"/> uses.</summary>
    public const string Css = """
        .chart text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:currentColor}
        .chart .title{font-weight:600;font-size:15px}
        .chart .grid{stroke:currentColor;stroke-opacity:.15}
        .chart .axis{stroke:currentColor;stroke-opacity:.6}
        .chart .rule{stroke:currentColor;stroke-opacity:.7;stroke-dasharray:2 3}
        .chart .marker{fill:none;stroke:currentColor;stroke-width:1.5}
        .chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .chart .dot{stroke:none}
        .chart .c0{stroke:#0969da}.chart .c1{stroke:#bc4c00}
        .chart .dot.c0{fill:#0969da}.chart .dot.c1{fill:#bc4c00}
        .chart .dashed{stroke-dasharray:6 5}
        .chart .soft{fill-opacity:.75}
        .chart .strong{font-weight:600}
        .chart .bar{fill:#0969da;fill-opacity:.35}
        .chart .bar:hover{fill-opacity:.6}
        .chart .whisker{stroke:currentColor;stroke-width:1.5;stroke-opacity:.8}
        .chart .interval{fill:#0969da;fill-opacity:.4}
        .chart .point{fill:#0969da}
        @media screen and (prefers-color-scheme:dark){.chart .bar,.chart .interval,.chart .point{fill:#58a6ff}.chart .c0{stroke:#58a6ff}.chart .c1{stroke:#f0883e}.chart .dot.c0{fill:#58a6ff}.chart .dot.c1{fill:#f0883e}}

        """;

    /// <summary>What a file of its own needs besides: the colour of the page.</summary>
    public const string PageCss = """
        svg.chart{color:#1f2328;background:#fff;max-width:100%;height:auto}
        @media screen and (prefers-color-scheme:dark){svg.chart{color:#e6edf3;background:#0d1117}}

        """;
}
