// What a finger of this many pixels would miss: everything that can be touched and is smaller.
// A link inside a sentence is as high as its line; a small figure may have a larger place around it.
(finger) => {
  const wanted =
    'a[href], button, input, select, textarea, summary, [role=button], [role=tab]';
  const inSentence = (e) =>
    e.tagName === "A" && e.closest("p, li, td, dd") && getComputedStyle(e).display === "inline";
  const boxOf = (e) =>
    ["checkbox", "radio", "file"].includes(e.type) ? (e.closest("label") ?? e) : e;
  const answers = (e, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (e === hit || e.contains(hit));
  };
  const isSmall = (e) => {
    e.scrollIntoView({ block: "center", inline: "center" });
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    if (box.width >= finger - 0.5 && box.height >= finger - 0.5) return false;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [dx, dy] = [Math.max(finger, box.width) / 2 - 1, Math.max(finger, box.height) / 2 - 1];
    const around = [[x - dx, y], [x + dx, y], [x, y - dy], [x, y + dy]];
    return !around.every(([px, py]) => answers(e, px, py));
  };
  return [...document.querySelectorAll(wanted)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((e) => !e.closest("[inert], .skip, .visually-hidden") && !inSentence(e))
    .map(boxOf)
    .filter(isSmall)
    .map((e) => {
      const { width, height } = e.getBoundingClientRect();
      return `${e.outerHTML.slice(0, 140)} ${Math.round(width)}×${Math.round(height)}`;
    });
};
