// Looks over a page as somebody would who cannot see it, or not well. Returns what is wrong, as sentences.
() => {
  const problems = [];
  const visible = (element) => element.getClientRects().length > 0
    && getComputedStyle(element).visibility !== "hidden";
  const where = (element) => element.outerHTML.slice(0, 110).replace(/\s+/g, " ");

  // colours
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (text) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), rgba("Canvas"));
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  document.querySelectorAll("body *").forEach((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !visible(element) || element.closest(".hidden, .skip, svg, title, noscript")) return;
    const back = ground(element);
    const found = ratio(over(rgba(getComputedStyle(element).color), back), back);
    if (found < 4.5) problems.push(`contrast ${found.toFixed(2)}: ${where(element)}`);
  });
  document.querySelectorAll("svg text").forEach((text) => {
    const back = rgba(getComputedStyle(text.parentElement.querySelector("rect")).fill);
    const found = ratio(rgba(getComputedStyle(text).fill), over(back, ground(text.closest("svg"))));
    if (found < 4.5) problems.push(`contrast ${found.toFixed(2)}: ${where(text)}`);
  });

  // names
  const name = (element) => [
    element.getAttribute("aria-label"),
    (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "),
    [...(element.labels ?? [])].map((label) => label.textContent).join(" "),
    element.textContent,
    element.querySelector("img")?.alt,
  ].find((text) => text?.trim());
  document.querySelectorAll("a, button, input:not([type=hidden]), select, progress, [role=region], [role=log], [role=img], nav, section, fieldset")
    .forEach((element) => {
      const named = element.matches("input, select, progress")
        ? element.labels?.length || element.getAttribute("aria-label")
        : element.matches("section, nav, [role=region], [role=log], [role=img]")
          ? element.getAttribute("aria-label") || document.getElementById(element.getAttribute("aria-labelledby"))
          : name(element);
      if (!named) problems.push(`no name: ${where(element)}`);
    });
  document.querySelectorAll("img:not([alt])").forEach((image) => problems.push(`no alternative: ${where(image)}`));
  document.querySelectorAll("[aria-labelledby], [aria-describedby]").forEach((element) =>
    ["aria-labelledby", "aria-describedby"].flatMap((attribute) => (element.getAttribute(attribute) ?? "").split(" "))
      .filter((id) => id && !document.getElementById(id))
      .forEach((id) => problems.push(`refers to nothing (${id}): ${where(element)}`)));

  // structure
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) problems.push("there is not exactly one h1");
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) problems.push(`heading level jumps to ${level}`);
  });
  if (document.querySelectorAll("main").length !== 1) problems.push("there is not exactly one main");
  if (!document.documentElement.lang) problems.push("the language is not said");
  if (!document.title) problems.push("there is no title");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => problems.push(`two elements are called ${id}`));
  document.querySelectorAll("table").forEach((table) => {
    if (!table.caption) problems.push(`no caption: ${where(table)}`);
    table.querySelectorAll("th:not([scope])").forEach((cell) => problems.push(`no scope: ${where(cell)}`));
  });
  document.querySelectorAll(".scroll").forEach((part) => {
    if (part.tabIndex !== 0) problems.push(`cannot be scrolled by keys: ${where(part)}`);
  });
  document.querySelectorAll(".pill").forEach((pill) => {
    const words = [...pill.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (!words) problems.push(`colour alone: ${where(pill)}`);
  });

  // a phone is not as wide as a desk
  if (document.documentElement.scrollWidth > innerWidth) problems.push("the page scrolls sideways");
  if (innerWidth < 500) document.querySelectorAll("main button, main select, .choice").forEach((target) => {
    if (visible(target) && target.getBoundingClientRect().height < 24) problems.push(`too small to touch: ${where(target)}`);
  });
  return problems;
}
