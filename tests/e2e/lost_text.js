// Words that nobody can read: cut off by a box that does not scroll, or standing outside the window.
// A line that is shortened on purpose (line-clamp) has its whole text elsewhere.
() => {
  const SLACK = 2;
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth + 1) found.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  const clips = (style, axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
  const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY);
  const isMeant = (e) => e.closest(".visually-hidden, .skip, [inert], svg, option, noscript, script, style");
  const lostIn = (e, rect) => {
    for (let box = e; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.webkitLineClamp !== "none") return "";
      if (style.clipPath !== "none") return "";
      const place = box.getBoundingClientRect();
      if (clips(style, "X") && (rect.right > place.right + SLACK || rect.left < place.left - SLACK)) return box.className || box.tagName;
      if (clips(style, "Y") && (rect.bottom > place.bottom + SLACK + 4 || rect.top < place.top - SLACK - 4)) return box.className || box.tagName;
      if (scrolls(style)) return "";
      if (style.position === "fixed" && (rect.right > innerWidth + SLACK || rect.left < -SLACK)) return "outside the window";
    }
    return rect.right > innerWidth + SLACK ? "outside the window" : "";
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const e = node.parentElement;
    if (!node.data.trim() || !e || isMeant(e) || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const where = rect.width > 0 ? lostIn(e, rect) : "";
      if (where) {
        found.push(`“${node.data.trim().slice(0, 60)}” is cut off by ${where}`);
        break;
      }
    }
  }
  return found.slice(0, 12);
};
