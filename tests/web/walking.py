"""Who has no pointer: is everything reached, seen while it is, and left again?"""

SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
  const styled = getComputedStyle(one);
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const above = document.elementsFromPoint(x, y);
  window.walked ??= [];
  const place = window.walked.indexOf(one);
  window.walked.push(one);
  return {
    place,
    hasParts: /^(date|time|month|week)/.test(one.type),
    what: one.outerHTML.slice(0, 160),
    isMarked: styled.outlineStyle !== "none" && parseFloat(styled.outlineWidth) >= 2,
    isInView: right > 0 && left < innerWidth && bottom > 0 && top < innerHeight && width > 0 && height > 0,
    isHidden: above.length > 0 && !one.contains(above[0]) && !above[0].contains(one),
  };
}"""
FAULTS = """() => {
  const found = [];
  const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const heads = all.filter((one) => one.getClientRects().length);
  if (heads.filter((one) => one.tagName === "H1").length !== 1) found.push("not one h1");
  let level = 0;
  for (const one of heads) {
    const own = Number(one.tagName[1]);
    if (own > level + 1) found.push(`h${own} after h${level}: ${one.textContent.trim()}`);
    level = own;
  }
  if (!document.title.trim()) found.push("no title");
  const first = document.querySelector("a[href], button, input, select, textarea, summary, [tabindex]");
  const isPast = first?.getAttribute("href") === "#main";
  if (document.querySelector("header nav") && !isPast) found.push("no way past the menu");
  if (!document.querySelector("main#main")) found.push("no main");
  return found;
}"""
MOST = 1_000


def walks_by_keyboard(page):
    """From the link that skips to the end and round: all are seen, none holds on."""
    faults = page.evaluate(FAULTS)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        if seen is None or (seen["place"] == 0 and not seen["hasParts"]):
            break
        if seen["place"] > 0 and not seen["hasParts"]:
            faults.append(f"held fast at {seen['what']}")
            break
        faults += [
            f"{fault}: {seen['what']}"
            for fault, is_so in (
                ("no mark", not seen["isMarked"] and not seen["hasParts"]),
                ("out of view", not seen["isInView"]),
                ("hidden by another", seen["isHidden"]),
            )
            if is_so
        ]
    else:
        faults.append(f"more than {MOST} stops")
    assert faults == [], "\n".join(faults)
