// What the grid says beside its cells: how saving stands, the active cell's fault, the list of faults.

import { say } from "./words.js";

export class Status {
  constructor({ sheet, marks, totals, visit }) {
    Object.assign(this, { sheet, marks, totals, visit });
    this.stateLine = document.getElementById("grid-state");
    this.said = document.getElementById("grid-said");
    this.list = document.getElementById("fault-list");
    this.list.closest("details").addEventListener("toggle", () => this.drawList());
    this.list.addEventListener("click", (event) => this.follow(event));
  }

  announce(text) {
    this.said.textContent = text;
    this.flash(text);
  }

  // Sighted people read it in the state line until the next saving state.
  flash(text) {
    this.stateLine.dataset.state = "said";
    this.stateLine.textContent = text;
  }

  saving({ name, count, seconds, sentence, signedOut }) {
    const at = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    const lines = {
      saved: () => say("saved", { at }),
      waiting: () => say("waiting", { count }),
      sending: () => say("sending", { count }),
      failed: () => this.failure({ count, seconds, sentence, signedOut }),
    };
    this.stateLine.dataset.state = name;
    this.stateLine.dataset.unsaved = count;
    this.stateLine.textContent = lines[name]();
  }

  failure({ count, seconds, sentence, signedOut }) {
    if (signedOut) return say("signed_out", { count });
    if (sentence) return `${say("waiting", { count })} ${sentence}`;
    return say("retrying", { count, seconds });
  }

  drawCounts() {
    const counts = { ...this.marks.counts, empty: this.totals.sum("empty") };
    for (const [name, count] of Object.entries(counts)) {
      document.getElementById(`${name}-count`).textContent = count.toLocaleString();
    }
  }

  drawList() {
    if (!this.list.closest("details").open) return;
    const lines = this.marks.places().map((place) => this.line(place));
    this.list.replaceChildren(...lines);
    if (!lines.length) this.list.append(Object.assign(document.createElement("li"), { textContent: say("no_faults") }));
  }

  line({ row, day }) {
    const line = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "krds-link-button" });
    button.dataset.place = `${row},${day}`;
    button.textContent = `${say("cell", this.sheet.label(row, day))}: ${this.marks.sentence(row, day)}`;
    line.append(button);
    return line;
  }

  follow(event) {
    const button = event.target.closest("[data-place]");
    if (!button) return;
    this.list.closest("details").open = false;
    this.visit(...button.dataset.place.split(",").map(Number));
  }
}
