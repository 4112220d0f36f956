namespace MLNetTransfer.Reporting;

/// <summary>The looks of the report.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--text:#1f2328;--page:#fff;--line:#d0d7de;--soft:#f6f8fa;--good:#0969da;--bad:#bc4c00}
        @media screen and (prefers-color-scheme:dark){:root{--text:#e6edf3;--page:#0d1117;--line:#30363d;--soft:#161b22;--good:#58a6ff;--bad:#f0883e}}
        body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main{max-width:64rem;margin:0 auto;padding:1rem}
        h1,p,li,code{overflow-wrap:anywhere}
        h2{margin:2rem 0 .5rem;font-size:1.25rem}
        .cards,.curves{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}
        .card{background:var(--soft);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        .card strong{font-size:2.25rem;line-height:1.2}
        .curves svg{display:block;width:100%;height:auto}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{border-bottom:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}
        th{font-weight:600}
        .matrix td{text-align:right}
        .matrix .right{background:color-mix(in srgb,var(--good) var(--share),transparent)}
        .matrix .wrong{background:color-mix(in srgb,var(--bad) var(--share),transparent)}
        pre{background:var(--soft);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;white-space:pre-wrap}
        @media print{main{max-width:none;padding:0}.scroll{overflow:visible}.card,.curves svg,tr{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}}

        """;
}
