namespace MLNetTransfer.Reporting;

/// <summary>The looks of the report. Colours of text keep a contrast of 4.5 on what they stand on, light and dark; blue and orange are told apart by everybody.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--text:#1f2328;--soft:#57606a;--page:#fff;--panel:#f6f8fa;--line:#d0d7de;--link:#0550ae;--right:#0550ae;--wrong:#953800;--good:#116329;--fair:#7d4e00;--bad:#a40e26;--p0:#0550ae;--p1:#e08a3c;--p2:#b1bac4;--hot:#fff}
        @media screen and (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9da7b3;--page:#0d1117;--panel:#161b22;--line:#30363d;--link:#79b8ff;--right:#1a5fd0;--wrong:#a84300;--good:#56d364;--fair:#e3b341;--bad:#ff8f88;--p0:#4c97ff;--p1:#c26a1b;--p2:#6e7681;--hot:#e6edf3}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        header,.frame{max-width:78rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:2rem}
        h1,h2,h3{line-height:1.25;text-wrap:balance}
        h1{margin:.1rem 0 .3rem;font-size:1.9rem;overflow-wrap:anywhere}
        h2{margin:0 0 .6rem;font-size:1.35rem;scroll-margin-top:1rem}
        h3{margin:1.4rem 0 .5rem;font-size:1rem}
        p,li,dd,code{overflow-wrap:anywhere}
        p{margin:.5rem 0}
        a{color:var(--link)}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .eyebrow{margin:0;font-size:.85rem;font-weight:600;color:var(--soft)}
        .backbone,.lead,figcaption,caption,small,.legend{color:var(--soft)}
        .backbone{margin:0}
        .lead{max-width:46rem}
        .frame{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem;padding-top:1.25rem;padding-bottom:3rem}
        main{display:grid;grid-template-columns:minmax(0,1fr);gap:2.75rem}
        main>section,main>dl{min-width:0}
        nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.9rem}
        nav a{display:inline-block;padding:.2rem 0;text-decoration:none}
        nav a:hover{text-decoration:underline}
        @media screen and (min-width:64rem){
        .frame{grid-template-columns:12rem minmax(0,1fr);gap:2.5rem}
        nav{position:sticky;top:1.25rem;align-self:start;max-height:calc(100vh - 2.5rem);overflow-y:auto}
        nav ol{flex-direction:column;flex-wrap:nowrap;gap:0;border-left:2px solid var(--line)}
        nav a{display:block;padding:.22rem 0 .22rem .85rem;margin-left:-2px;border-left:2px solid transparent;color:var(--soft)}
        nav a.here{border-color:var(--link);color:var(--text);font-weight:600}
        }
        .verdict{display:grid;gap:.5rem 2.5rem;padding:1.4rem 1.5rem;border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:.6rem;background:var(--panel)}
        .verdict.good{--tone:var(--good)}.verdict.fair{--tone:var(--fair)}.verdict.bad{--tone:var(--bad)}
        .verdict p,.verdict figure{margin:0}
        .verdict figure{align-self:center}
        .verdict .words{display:grid;gap:.5rem;align-content:center}
        .verdict .badge{font-weight:600;font-size:.9rem;color:var(--tone)}
        .verdict .badge::before{content:"";display:inline-block;width:.65em;height:.65em;margin-right:.5em;border-radius:50%;background:currentColor}
        .verdict.fair .badge::before{border-radius:0;transform:rotate(45deg)}
        .verdict.bad .badge::before{border-radius:0}
        .verdict .headline{font-size:1.5rem;line-height:1.3;font-weight:600;text-wrap:balance}
        .verdict figcaption{font-size:.85rem;text-align:center}
        .verdict .reservations{grid-column:1/-1;margin:.4rem 0 0;padding:.8rem 0 0 1.1rem;border-top:1px solid var(--line)}
        .reservations li{margin:.25rem 0}
        @media (min-width:52rem){.verdict{grid-template-columns:minmax(0,1.15fr) minmax(0,1fr)}}
        .cards{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(46%,9.25rem),1fr));margin:-1.75rem 0 0}
        .card{border:1px solid var(--line);border-radius:.6rem;padding:.7rem .85rem}
        .card dt{font-size:.9rem;color:var(--soft)}
        .card dd{margin:0}
        .card strong{display:block;font-size:1.55rem;line-height:1.25;font-variant-numeric:tabular-nums}
        .card span{display:block;font-size:.85rem;color:var(--soft)}
        .curves{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));align-items:start}
        .curves+details,.curves+.scroll{margin-top:1rem}
        .plot{border:1px solid var(--line);border-radius:.6rem;padding:.6rem}
        .plot svg,.verdict svg,.multiples svg{display:block;width:100%;height:auto;max-width:36rem;margin:0 auto}
        .multiples{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(46%,11.5rem),1fr))}
        .multiples figure{margin:0;border:1px solid var(--line);border-radius:.6rem;padding:.4rem;text-align:center}
        .multiples figcaption{font-size:.9rem;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto;max-width:100%;margin:.75rem 0;padding-bottom:.25rem;position:relative}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.95rem}
        caption{text-align:left;padding:0 0 .4rem;font-size:.9rem}
        caption span{display:inline-block;width:max-content;position:sticky;left:0;max-width:min(60rem,calc(100vw - 2.5rem))}
        [data-metric]{white-space:nowrap}
        th,td{border-bottom:1px solid var(--line);padding:.35rem 1rem .35rem 0;text-align:left;vertical-align:top}
        th:last-child,td:last-child{padding-right:.25rem}
        thead th{font-weight:600;vertical-align:bottom;border-bottom-color:var(--soft)}
        tbody th{font-weight:600}
        .number{text-align:right;white-space:nowrap}
        .plain td,.sortable td,.plain th,.sortable th{max-width:24rem;overflow-wrap:break-word}
        tbody th{min-width:5.5rem}
        .wordy td{max-width:none;overflow-wrap:anywhere}
        .wordy th{min-width:8rem}
        td.drawn{width:6.5rem;min-width:6.5rem;vertical-align:middle}
        td.wide{width:16rem;min-width:8rem}
        thead button{all:unset;box-sizing:border-box;cursor:pointer;font-weight:600;text-decoration:underline dotted;text-underline-offset:.25em}
        thead button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        th[aria-sort=ascending] button::after{content:" \2191"}th[aria-sort=descending] button::after{content:" \2193"}
        .spark{display:block;width:100%;height:.9rem}
        .spark .track{stroke:var(--line);stroke-width:2}
        .spark .whisker{stroke:var(--soft);stroke-width:3}
        .spark .value{fill:var(--p0)}
        .spark rect{stroke:var(--page);stroke-width:.5}
        .part0{fill:var(--p0)}.part1{fill:var(--p1)}.part2{fill:var(--p2)}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9rem}
        .legend span::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;border-radius:2px}
        .legend .part0::before{background:var(--p0)}.legend .part1::before{background:var(--p1)}.legend .part2::before{background:var(--p2)}
        .matrix{border-collapse:separate;border-spacing:2px}
        .matrix th,.matrix td{border:0;padding:.25rem .4rem;vertical-align:middle}
        .matrix tbody th{min-width:0;position:sticky;left:0;z-index:1;background:var(--page);max-width:9rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;text-align:right}
        .matrix thead th{height:1px;vertical-align:bottom;padding:.25rem 0}
        .matrix thead span{display:block;writing-mode:vertical-rl;transform:rotate(180deg);max-height:9rem;margin:0 auto;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;line-height:1.2}
        .matrix tbody td{min-width:2.6rem;height:2.3rem;text-align:center;vertical-align:middle;border-radius:3px}
        .matrix .lit{box-shadow:0 0 0 2px var(--soft)}
        .matrix th.lit{box-shadow:none;text-decoration:underline}
        .matrix td:hover,.matrix td:focus{box-shadow:0 0 0 3px var(--text);outline:0;position:relative;z-index:1}
        .readout{min-height:1.6em;margin:.25rem 0 0}
        .right{--heat:var(--right)}.wrong{--heat:var(--wrong)}
        .matrix .h0{background:var(--panel);color:var(--soft)}
        .matrix .h1{background:color-mix(in srgb,var(--heat) 10%,var(--page))}.matrix .h2{background:color-mix(in srgb,var(--heat) 20%,var(--page))}.matrix .h3{background:color-mix(in srgb,var(--heat) 30%,var(--page))}
        .matrix .h4{background:color-mix(in srgb,var(--heat) 40%,var(--page))}.matrix .h5{background:color-mix(in srgb,var(--heat) 52%,var(--page))}
        .matrix .h6{background:color-mix(in srgb,var(--heat) 82%,var(--page));color:var(--hot)}.matrix .h7{background:color-mix(in srgb,var(--heat) 88%,var(--page));color:var(--hot)}
        .matrix .h8{background:color-mix(in srgb,var(--heat) 94%,var(--page));color:var(--hot)}.matrix .h9{background:var(--heat);color:var(--hot)}
        .map{max-width:40rem}
        .heat{display:block;width:100%;height:auto}
        .heat .edge{fill:var(--panel);stroke:var(--line)}
        .heat rect.right,.heat rect.wrong{fill:var(--heat)}
        .heat .h1{fill-opacity:.3}.heat .h2{fill-opacity:.4}.heat .h3{fill-opacity:.5}.heat .h4{fill-opacity:.58}.heat .h5{fill-opacity:.65}.heat .h6{fill-opacity:.75}.heat .h7{fill-opacity:.85}.heat .h8{fill-opacity:.95}
        .gallery{display:grid;gap:.9rem;grid-template-columns:repeat(auto-fill,minmax(min(46%,13rem),1fr))}
        .gallery figure{margin:0;border:1px solid var(--line);border-radius:.6rem;overflow:hidden;font-size:.9rem;display:flex;flex-direction:column}
        .gallery .pair{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:2px;background:var(--panel)}
        .gallery img{display:block;width:100%;aspect-ratio:1;object-fit:contain}
        .gallery figcaption{padding:.5rem .7rem .6rem;color:var(--text);overflow-wrap:anywhere}
        .gallery .line{display:block}
        .gallery small{display:block;font-size:.8rem}
        .gallery .wrong figcaption>strong::before{content:"\2717\00a0";color:var(--bad)}.gallery .right figcaption>strong::before{content:"\2713\00a0";color:var(--good)}
        .heated{grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr))}
        .classes{display:grid;gap:.9rem 1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
        .classes figure{margin:0}
        .classes figcaption{font-size:.9rem;font-weight:600;color:var(--text);margin-bottom:.25rem;overflow-wrap:anywhere}
        .strip{display:grid;gap:.3rem;grid-template-columns:repeat(4,minmax(0,1fr))}
        .variants{grid-template-columns:repeat(6,minmax(0,1fr));max-width:52rem;margin:.5rem 0}
        .variants img:first-child{outline:2px solid var(--soft);outline-offset:-2px}
        .strip img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:.3rem;background:var(--panel)}
        details{margin:.75rem 0}
        summary{cursor:pointer;color:var(--link)}
        .findings{padding:0;list-style:none}
        .findings>li{padding:.6rem .9rem;margin:.5rem 0;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:.5rem}
        .findings>.error{--tone:var(--bad)}.findings>.warning{--tone:var(--fair)}.findings>.note{--tone:var(--soft)}
        .findings>li>strong{color:var(--tone)}
        .card-list{display:grid;gap:.2rem 1.25rem;margin:0}
        .card-list dt{font-weight:600}
        .card-list dd{margin:0 0 .6rem}
        @media (min-width:40rem){.card-list{grid-template-columns:11rem minmax(0,1fr)}.card-list dd{margin:0}}
        pre{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;white-space:pre-wrap;margin:.4rem 0 1rem}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
        @media (max-width:30rem){header,.frame{padding-left:1rem;padding-right:1rem}header{padding-top:1.25rem}.verdict{padding:1rem}.verdict .headline{font-size:1.3rem}.variants{grid-template-columns:repeat(3,minmax(0,1fr))}.matrix tbody th{max-width:6rem}.readout{min-height:4.7em}nav a{padding:.05rem 0}.card span{font-size:.8rem}.plot{padding:.25rem}}
        @media print{body{font-size:11pt}nav{display:none}.frame{display:block;padding:0}header{padding:0}main{display:block}main>*{margin:0 0 1.5rem}.cards{margin:0 0 1.5rem}.scroll{overflow:visible}.card,.plot,figure,tr,.verdict{break-inside:avoid}h2,h3{break-after:avoid}.readout{display:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}

        """;
}
