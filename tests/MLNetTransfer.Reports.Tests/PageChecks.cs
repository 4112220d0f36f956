namespace MLNetTransfer.Reports.Tests;

/// <summary>Scripts that look at a page and list what is wrong with it.</summary>
internal static class PageChecks
{
    /// <summary>Elements that stick out of the page to the right.</summary>
    public const string Overflow = """
        () => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll("body *")].filter(each => each.getBoundingClientRect().right > wide + 1 && !each.closest(".scroll"))
            .map(each => `${each.tagName}.${each.className.baseVal ?? each.className}: ${each.textContent.slice(0, 40)}`).concat(["the page is wider than the window"]);
        }
        """;

    /// <summary>Texts of drawings that leave the drawing or lie on each other.</summary>
    public const string ClippedTexts = """
        () => [...document.querySelectorAll("svg.chart")].flatMap(svg => {
          const box = svg.viewBox.baseVal;
          const texts = [...svg.querySelectorAll("text")].map(each => ({ text: each.textContent, box: each.getBBox() }));
          const out = texts.filter(each => each.box.x < box.x - 0.5 || each.box.y < box.y - 0.5 || each.box.x + each.box.width > box.x + box.width + 0.5 || each.box.y + each.box.height > box.y + box.height + 0.5)
            .map(each => `'${each.text}' leaves '${svg.getAttribute("aria-label")}'`);
          const on = texts.flatMap((one, index) => texts.slice(index + 1).filter(two =>
            one.box.x < two.box.x + two.box.width - 1 && two.box.x < one.box.x + one.box.width - 1 && one.box.y < two.box.y + two.box.height - 3 && two.box.y < one.box.y + one.box.height - 3)
            .map(two => `'${one.text}' lies on '${two.text}' in '${svg.getAttribute("aria-label")}'`));
          return out.concat(on);
        })
        """;

    /// <summary>Texts whose contrast is below that of WCAG 2.1 AA.</summary>
    public const string LowContrast = """
        () => {
          const parse = text => {
            const numbers = text.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
            const rgb = text.startsWith("color(") ? numbers.slice(0, 3).map(each => each * 255) : numbers.slice(0, 3);
            return [...rgb, numbers[3] ?? 1];
          };
          const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
          const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const behind = element => {
            const layers = [];
            for (let each = element; each; each = each.parentElement) {
              const colour = parse(getComputedStyle(each).backgroundColor);
              if (colour[3] > 0) layers.push(colour);
              if (colour[3] === 1) break;
            }
            return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
          };
          const found = new Set();
          for (const element of document.querySelectorAll("body *")) {
            if (element.closest("svg,script") || ![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility()) continue;
            const style = getComputedStyle(element);
            const back = behind(element);
            const one = luminance(over(parse(style.color), back)), two = luminance(back);
            const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)}: ${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
          }
          return [...found];
        }
        """;

    /// <summary>Places to which the keyboard cannot get though they can be pointed at or scrolled.</summary>
    public const string OutOfReach = """
        () => [...document.querySelectorAll(".scroll,.matrix")].filter(each => each.matches(".matrix") ? !each.querySelector("td[tabindex='0']") : each.tabIndex !== 0)
          .map(each => each.className)
        """;
}
