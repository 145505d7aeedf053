"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const shown = (value) => (value === null || value === undefined ? "none" : Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : Number(value.toPrecision(4)).toString());
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  // Colours: 256 RGB triples each, of low to high values.
  const tables = Object.fromEntries(Object.entries(data.colors).map(([name, text]) => [name, bytes(text)]));
  const setting = { colors: "viridis", scale: "shared", opacity: 0.55, threshold: 0, series: data.series[0] };

  // The range of a series over all images: one scale that images can be compared on.
  const ranges = {};
  for (const image of data.images)
    for (const map of image.maps) {
      if (map.low === undefined) continue;
      const range = (ranges[map.series] ??= { low: Infinity, high: -Infinity });
      range.low = Math.min(range.low, map.low);
      range.high = Math.max(range.high, map.high);
    }
  const cellsOf = (map) => (map.bytes ??= bytes(map.tile));
  const rangeOf = (map) => (setting.scale === "shared" ? ranges[map.series] : { low: map.low, high: map.high });
  const mapOf = (image, series) => image.maps.find((map) => map.series === series && map.tile) ?? null;

  // The value of a map at a point of the image (both in pixels of the image), bilinear; null outside of what it covers.
  const valueAt = (image, map, x, y) => {
    const [x1, y1, x2, y2] = map.region ?? [0, 0, image.width, image.height];
    if (x < x1 || x >= x2 || y < y1 || y >= y2) return null;
    const cells = cellsOf(map);
    const u = Math.min(Math.max(((x - x1) / (x2 - x1)) * map.width - 0.5, 0), map.width - 1);
    const v = Math.min(Math.max(((y - y1) / (y2 - y1)) * map.height - 0.5, 0), map.height - 1);
    const c = Math.floor(u), r = Math.floor(v), c2 = Math.min(c + 1, map.width - 1), r2 = Math.min(r + 1, map.height - 1);
    const at = (row, column) => cells[row * map.width + column];
    const top = at(r, c) + (u - c) * (at(r, c2) - at(r, c));
    const bottom = at(r2, c) + (u - c) * (at(r2, c2) - at(r2, c));
    return map.low + ((top + (v - r) * (bottom - top)) / 255) * (map.high - map.low);
  };

  // Draws the colours of `choose(x)`, a map or null, over a canvas of the image's proportions.
  const paint = (canvas, image, choose) => {
    const context = canvas.getContext("2d");
    const { width, height } = canvas;
    const pixels = context.createImageData(width, height);
    const table = tables[setting.colors];
    for (let y = 0; y < height; ++y)
      for (let x = 0; x < width; ++x) {
        const map = choose(x);
        if (!map) continue;
        const value = valueAt(image, map, ((x + 0.5) / width) * image.width, ((y + 0.5) / height) * image.height);
        if (value === null) continue;
        const { low, high } = rangeOf(map);
        const share = high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0;
        if (share < setting.threshold) continue;
        const color = 3 * Math.round(255 * share), to = 4 * (y * width + x);
        pixels.data[to] = table[color];
        pixels.data[to + 1] = table[color + 1];
        pixels.data[to + 2] = table[color + 2];
        pixels.data[to + 3] = Math.round(255 * setting.opacity);
      }
    return pixels;
  };

  const drawCard = (card) => {
    const image = data.images[Number(card.dataset.index)];
    const canvas = card.querySelector("canvas");
    if (!image.width) return;
    canvas.width = 160;
    canvas.height = Math.max(1, Math.round((160 * image.height) / image.width));
    const map = mapOf(image, setting.series);
    canvas.getContext("2d").putImageData(paint(canvas, image, () => map), 0, 0);
    card.dataset.drawn = "1";
  };
  const visible = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        visible.add(entry.target);
        if (!entry.target.dataset.drawn) drawCard(entry.target);
      } else visible.delete(entry.target);
    }
  }, { rootMargin: "200px" });
  cards.forEach((card) => watcher.observe(card));
  const redraw = () => {
    cards.forEach((card) => delete card.dataset.drawn);
    visible.forEach(drawCard);
    drawLegend();
    drawMeans();
    if (viewer.open) drawLarge();
  };
  addEventListener("beforeprint", () => cards.filter((card) => !card.hidden && !card.dataset.drawn).forEach(drawCard));

  const drawLegend = () => {
    const canvas = document.querySelector("#legend canvas");
    const context = canvas.getContext("2d");
    const table = tables[setting.colors];
    for (let x = 0; x < canvas.width; ++x) {
      const color = 3 * Math.round((255 * x) / (canvas.width - 1));
      context.fillStyle = `rgb(${table[color]} ${table[color + 1]} ${table[color + 2]})`;
      context.fillRect(x, 0, 1, canvas.height);
    }
    const range = setting.scale === "shared" ? ranges[setting.series] : null;
    byId("legend-low").textContent = range ? shown(range.low) : "lowest";
    byId("legend-high").textContent = range ? shown(range.high) : "highest";
  };

  // Filters and order.
  const worst = (image, read) => {
    const values = image.maps.map(read).filter((value) => typeof value === "number");
    return values.length ? Math.min(...values) : null;
  };
  const ranksOfVerdicts = { refuted: 0, unproven: 1, trusted: 2 };
  const keys = {
    given: (image, index) => index,
    name: null,
    score: (image) => image.predictions[0]?.score ?? null,
    verdict: (image) => worst(image, (map) => ranksOfVerdicts[map.verdict?.status]),
  };
  const keyOf = (order) => keys[order] ?? ((image) => image.figures?.[order] ?? worst(image, (map) => map.metrics?.[order]));
  const arrange = () => {
    const words = byId("find").value.trim().toLowerCase();
    const only = byId("only").value;
    const order = byId("order").value;
    let count = 0;
    for (const card of cards) {
      const image = data.images[Number(card.dataset.index)];
      const fits = (!words || image.text.includes(words)) && (!only || image.tags.includes(only));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    }
    const key = keyOf(order);
    const sorted = [...cards].sort((a, b) => {
      const i = Number(a.dataset.index), j = Number(b.dataset.index);
      if (order === "name") return data.images[i].name.localeCompare(data.images[j].name) || i - j;
      const x = key(data.images[i], i), y = key(data.images[j], j);
      // What has no value is shown first: it is what went wrong.
      return (x === null ? -Infinity : x) - (y === null ? -Infinity : y) || i - j;
    });
    byId("images").append(...sorted);
    byId("count").textContent = `${count} of ${cards.length} images`;
    byId("none").hidden = count > 0;
  };
  const inOrder = () => [...document.querySelectorAll(".card")].filter((card) => !card.hidden).map((card) => Number(card.dataset.index));

  // The viewer of one image.
  const viewer = byId("viewer");
  let current = 0;
  const picture = new Image();
  const swipe = () => Number(byId("swipe").value) / 100;
  const drawLarge = () => {
    const image = data.images[current];
    const canvas = byId("large");
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (picture.complete && picture.naturalWidth) context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const left = mapOf(image, byId("left").value), right = mapOf(image, byId("right").value);
    const border = Math.round(swipe() * canvas.width);
    const overlay = document.createElement("canvas");
    overlay.width = canvas.width;
    overlay.height = canvas.height;
    overlay.getContext("2d").putImageData(paint(overlay, image, (x) => (x < border ? left : right)), 0, 0);
    context.drawImage(overlay, 0, 0);
    if (byId("left").value !== byId("right").value) {
      context.fillStyle = "#fff";
      context.fillRect(border - 2, 0, 4, canvas.height);
      context.fillStyle = "#000";
      context.fillRect(border - 1, 0, 2, canvas.height);
    }
    const scale = canvas.width / (image.width || 1);
    const frame = ([x1, y1, x2, y2], dash) => {
      for (const [style, width] of [["#000", 4], ["#fff", 2]]) {
        context.strokeStyle = style;
        context.lineWidth = width;
        context.setLineDash(dash);
        context.strokeRect(x1 * scale, y1 * scale, (x2 - x1) * scale, (y2 - y1) * scale);
      }
    };
    image.predictions.filter((prediction) => prediction.box).forEach((prediction) => frame(prediction.box, []));
    (image.expected_boxes ?? []).forEach((box) => frame(box, [6, 4]));
  };
  const list = (title, items) => {
    const part = document.createDocumentFragment();
    part.append(make("h3", title));
    const entries = make("ul");
    items.forEach((item) => entries.append(make("li", item)));
    part.append(entries);
    return part;
  };
  const saying = (predictions) => predictions.map((prediction) => `${prediction.label ?? prediction.index}: ${shown(prediction.score)}`);
  const fillDetails = (image) => {
    const details = byId("details");
    details.replaceChildren();
    if (image.error) details.append(make("p", image.error, "error"));
    if (image.expected?.length) details.append(list("Expected", image.expected));
    if (image.predictions.length) details.append(list(image.other_predictions ? `Answer of ${data.series[0]}` : "Answer", saying(image.predictions)));
    if (image.other_predictions) details.append(list(`Answer of ${data.series[1]}`, saying(image.other_predictions)));
    const figures = Object.entries(image.figures ?? {});
    if (figures.length) details.append(list("Figures", figures.map(([name, value]) => `${name}: ${shown(value)}`)));
    for (const map of image.maps) {
      const heading = make("h3", `${map.series}: ${map.label ?? map.name ?? map.target ?? "whole image"} `);
      if (map.verdict) heading.append(make("span", map.verdict.status, `tag ${map.verdict.status}`));
      if (map.status !== "ok") heading.append(make("span", map.status, "tag flat"));
      details.append(heading);
      if (map.reason) details.append(make("p", map.reason));
      if (map.verdict) {
        const reasons = make("ul");
        map.verdict.reasons.forEach((reason) => reasons.append(make("li", reason)));
        details.append(reasons);
        const figures = make("details");
        figures.append(make("summary", "Figures of the verdict"), list("", Object.entries(map.verdict.figures).map(([name, value]) => `${name}: ${shown(value)}`)));
        details.append(figures);
      }
      const metrics = Object.entries(map.metrics ?? {});
      if (metrics.length) details.append(list("Metrics", metrics.map(([name, value]) => `${name}: ${shown(value)}`)));
      if (map.insertion_curve) details.append(chart("Score", [{ name: "insertion", values: map.insertion_curve }, { name: "deletion", values: map.deletion_curve }]));
    }
  };
  const open = (index) => {
    current = index;
    const image = data.images[index];
    byId("viewer-title").textContent = image.name;
    const canvas = byId("large");
    canvas.width = 480;
    canvas.height = Math.max(1, Math.round((480 * (image.height || 1)) / (image.width || 1)));
    picture.onload = drawLarge;
    picture.src = document.querySelector(`#image-${index} img`)?.src ?? "";
    byId("value").textContent = "Point at the image to read the value of the map.";
    fillDetails(image);
    if (!viewer.open) viewer.showModal();
    drawLarge();
  };
  const step = (by) => {
    const order = inOrder();
    const place = order.indexOf(current);
    if (order.length) open(order[(place + by + order.length) % order.length]);
  };
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => document.querySelector(`#image-${current} .open`)?.focus());
  const large = byId("large");
  const point = (event) => {
    const image = data.images[current];
    const box = large.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const x = share * image.width, y = ((event.clientY - box.top) / box.height) * image.height;
    const series = share < swipe() ? byId("left").value : byId("right").value;
    const map = mapOf(image, series);
    const value = map ? valueAt(image, map, x, y) : null;
    byId("value").textContent = `${series} at column ${Math.floor(x)}, row ${Math.floor(y)}: ${shown(value)}`;
  };
  large.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) {
      const box = large.getBoundingClientRect();
      byId("swipe").value = String(Math.round((100 * (event.clientX - box.left)) / box.width));
      drawLarge();
    }
    point(event);
  });
  large.addEventListener("pointerdown", (event) => large.setPointerCapture(event.pointerId));
  byId("swipe").addEventListener("input", drawLarge);
  ["left", "right"].forEach((id) => byId(id).addEventListener("change", drawLarge));

  // Charts.
  const dashes = ["", "6 3", "2 3", "8 3 2 3", "1 2", "10 4"];
  const chart = (title, lines) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 360 230");
    svg.setAttribute("role", "img");
    const draw = (tag, attributes, text) => {
      const element = document.createElementNS(space, tag);
      Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
      if (text !== undefined) element.textContent = text;
      svg.append(element);
    };
    const all = lines.flatMap((line) => line.values).filter((value) => value !== null);
    const low = Math.min(0, ...all), high = Math.max(...all, low + 1e-9);
    svg.setAttribute("aria-label", `${title}: ${lines.map((line) => `${line.name} from ${shown(line.values[0])} to ${shown(line.values.at(-1))}`).join("; ")}`);
    draw("text", { x: 8, y: 14 }, title);
    draw("path", { d: "M40 20V190H350", fill: "none", stroke: "currentColor" });
    draw("text", { x: 2, y: 26 }, shown(high));
    draw("text", { x: 2, y: 192 }, shown(low));
    draw("text", { x: 36, y: 205 }, "0 %");
    draw("text", { x: 320, y: 205 }, "100 %");
    lines.forEach((line, index) => {
      const table = tables.cividis, color = 3 * Math.round((200 * index) / Math.max(lines.length - 1, 1) + 20);
      const stroke = `rgb(${table[color]} ${table[color + 1]} ${table[color + 2]})`;
      const d = line.values.map((value, i) => `${i ? "L" : "M"}${(40 + (310 * i) / Math.max(line.values.length - 1, 1)).toFixed(1)} ${(190 - (165 * (value - low)) / (high - low)).toFixed(1)}`).join("");
      draw("path", { d, fill: "none", stroke, "stroke-width": 2.5, "stroke-dasharray": dashes[index % dashes.length] });
      draw("path", { d: `M${44 + (index % 3) * 105} ${215 + 12 * Math.floor(index / 3)}h18`, stroke, "stroke-width": 2.5, "stroke-dasharray": dashes[index % dashes.length] });
      draw("text", { x: 66 + (index % 3) * 105, y: 219 + 12 * Math.floor(index / 3) }, line.name.slice(0, 14));
    });
    svg.setAttribute("viewBox", `0 0 360 ${225 + 12 * Math.floor((lines.length - 1) / 3)}`);
    return svg;
  };
  const meanCurves = (name) => data.series.map((series) => {
    const curves = data.images.flatMap((image) => image.maps.filter((map) => map.series === series && map[name]).map((map) => map[name]));
    const length = Math.min(...curves.map((curve) => curve.length));
    return { name: series, values: curves.length ? Array.from({ length }, (_, i) => curves.reduce((sum, curve) => sum + curve[i], 0) / curves.length) : [] };
  }).filter((line) => line.values.length);
  for (const [name, title] of [["insertion_curve", "Insertion"], ["deletion_curve", "Deletion"]]) {
    const lines = meanCurves(name);
    if (!lines.length) continue;
    byId("curves").hidden = false;
    document.querySelector("#curves .charts").append(chart(title, lines));
  }

  // The mean map of each class that has several images.
  const drawMeans = () => {
    const side = 28;
    const classes = new Map();
    for (const image of data.images) {
      const map = mapOf(image, setting.series);
      if (!map || !(map.high > map.low) || map.box) continue;
      const name = String(map.label ?? map.target ?? "whole image");
      const entry = classes.get(name) ?? { count: 0, sum: new Float64Array(side * side) };
      for (let y = 0; y < side; ++y)
        for (let x = 0; x < side; ++x) {
          const value = valueAt(image, map, ((x + 0.5) / side) * image.width, ((y + 0.5) / side) * image.height);
          entry.sum[y * side + x] += value === null ? 0 : (value - map.low) / (map.high - map.low);
        }
      ++entry.count;
      classes.set(name, entry);
    }
    const means = document.querySelector(".means");
    means.replaceChildren();
    for (const [name, entry] of [...classes].filter(([, one]) => one.count > 1).sort((a, b) => b[1].count - a[1].count).slice(0, 60)) {
      const item = make("li");
      const canvas = make("canvas");
      canvas.width = canvas.height = side;
      const context = canvas.getContext("2d");
      const pixels = context.createImageData(side, side);
      entry.sum.forEach((sum, i) => {
        const color = 3 * Math.round((255 * sum) / entry.count);
        pixels.data.set([...tables[setting.colors].slice(color, color + 3), 255], 4 * i);
      });
      context.putImageData(pixels, 0, 0);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `Mean map of ${name}`);
      item.append(canvas, make("span", `${name} (${entry.count})`));
      means.append(item);
    }
    byId("classes").hidden = !means.children.length;
  };

  // Controls.
  for (const id of ["series", "left", "right"]) data.series.forEach((name) => byId(id).append(new Option(name, name)));
  if (data.series.length > 1) byId("right").selectedIndex = 1;
  byId("series").addEventListener("change", (event) => { setting.series = event.target.value; redraw(); });
  byId("colors").addEventListener("change", (event) => { setting.colors = event.target.value; redraw(); });
  byId("scale").addEventListener("change", (event) => { setting.scale = event.target.value; redraw(); });
  for (const id of ["opacity", "threshold"]) byId(id).addEventListener("input", (event) => { setting[id] = Number(event.target.value) / 100; redraw(); });
  byId("find").addEventListener("input", arrange);
  for (const id of ["only", "order"]) byId(id).addEventListener("change", arrange);
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".open, [data-open]");
    if (opener) {
      event.preventDefault();
      open(Number(opener.dataset.open ?? opener.closest(".card").dataset.index));
    }
    const finder = event.target.closest("[data-find]");
    if (finder) {
      byId("find").value = finder.dataset.find;
      arrange();
    }
  });
  const theme = byId("theme");
  const dark = () => document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const toggleTheme = () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    theme.setAttribute("aria-pressed", String(dark()));
    theme.textContent = dark() ? "Light mode" : "Dark mode";
  };
  theme.addEventListener("click", toggleTheme);
  theme.textContent = dark() ? "Light mode" : "Dark mode";
  const nudge = (id, by) => {
    byId(id).value = String(Number(byId(id).value) + by);
    byId(id).dispatchEvent(new Event("input"));
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input[type=search], select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=range]") && event.key.startsWith("Arrow")) return;
    const acts = {
      "/": () => byId("find").focus(), "d": toggleTheme,
      "+": () => nudge("opacity", 10), "-": () => nudge("opacity", -10),
      "]": () => nudge("threshold", 5), "[": () => nudge("threshold", -5),
      ...(viewer.open ? { "ArrowRight": () => step(1), "ArrowLeft": () => step(-1), "s": () => { const l = byId("left"), r = byId("right"); [l.value, r.value] = [r.value, l.value]; drawLarge(); } } : {}),
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });
  arrange();
  drawLegend();
  drawMeans();
})();
