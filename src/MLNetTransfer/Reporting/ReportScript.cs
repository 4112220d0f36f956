namespace MLNetTransfer.Reporting;

/// <summary>
/// The few lines of script of the report: tables that can be ordered, a matrix that is read in words. Without them the page has everything too. The text is XML: it has
/// neither &lt; nor &amp;.
/// </summary>
internal static class ReportScript
{
    public const string Text = """
        "use strict";
        for (const table of document.querySelectorAll("table.sortable")) {
          const body = table.tBodies[0];
          const heads = [...table.tHead.rows[0].cells];
          const key = (row, column) => {
            const text = row.cells[column].textContent.trim();
            const number = parseFloat(text);
            return Number.isNaN(number) ? text : number;
          };
          heads.forEach((head, column) => {
            if (body.rows[0]?.cells[column].classList.contains("drawn")) return;
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = head.textContent;
            head.replaceChildren(button);
            button.addEventListener("click", () => {
              const falls = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
              heads.forEach(other => other.removeAttribute("aria-sort"));
              head.setAttribute("aria-sort", falls === 1 ? "ascending" : "descending");
              const rows = [...body.rows].map(row => [key(row, column), row]);
              rows.sort(([one], [two]) => falls * (typeof one === "string" || typeof two === "string"
                ? String(one).localeCompare(String(two), "en", { numeric: true }) : one - two));
              body.append(...rows.map(([, row]) => row));
            });
          });
        }
        for (const matrix of document.querySelectorAll("table.matrix")) {
          const readout = matrix.parentElement.nextElementSibling;
          const rows = [...matrix.tBodies[0].rows];
          const heads = [...matrix.tHead.rows[0].cells];
          let lit = [];
          const show = cell => {
            lit.forEach(each => each.classList.remove("lit"));
            lit = cell ? [...cell.parentElement.cells, heads[cell.cellIndex], ...rows.map(row => row.cells[cell.cellIndex])] : [];
            lit.forEach(each => each.classList.add("lit"));
            readout.textContent = cell ? cell.dataset.text : "";
          };
          const cells = rows.flatMap(row => [...row.querySelectorAll("td")]);
          cells.forEach((cell, index) => {
            cell.dataset.text = cell.title;
            cell.setAttribute("aria-label", cell.title);
            cell.removeAttribute("title");
            cell.tabIndex = index === 0 ? 0 : -1;
            cell.addEventListener("mouseenter", () => show(cell));
            cell.addEventListener("focus", () => show(cell));
          });
          matrix.addEventListener("mouseleave", () => show(null));
          matrix.addEventListener("keydown", event => {
            const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
            const cell = event.target.closest("td");
            const next = step ? cell ? rows[cell.parentElement.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]] : null : null;
            if (!step) return;
            event.preventDefault();
            if (next?.tagName !== "TD") return;
            cell.tabIndex = -1;
            next.tabIndex = 0;
            next.focus();
          });
        }
        if ("IntersectionObserver" in window) {
          const links = new Map([...document.querySelectorAll("nav a")].map(link => [link.hash.slice(1), link]));
          const seen = new IntersectionObserver(entries => entries.forEach(entry =>
            links.get(entry.target.getAttribute("aria-labelledby"))?.classList.toggle("here", entry.isIntersecting)), { rootMargin: "-20% 0px -70% 0px" });
          document.querySelectorAll("main section[aria-labelledby]").forEach(section => seen.observe(section));
        }

        """;
}
