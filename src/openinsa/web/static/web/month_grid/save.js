// The save queue: one request in flight, changed cells only, every request repeatable under its own id.
// What is not saved yet survives a reload in the session's storage; it holds marks and contract numbers.

const AFTER_LAST_CHANGE = 400;
export const AT_ONCE = 200;
const CELLS_PER_REQUEST = 10_000;
const PAUSES = [1, 2, 5, 10, 20, 30];
const TOO_MANY = 413;

export class SaveQueue {
  // `onAnswer(answer, sent)` takes what the server said; `onState(state)` tells how the queue stands.
  constructor(data, sheet, { onAnswer, onState }) {
    Object.assign(this, { data, sheet, onAnswer, onState });
    this.known = sheet.marks.map((marks) => [...marks]);
    this.pending = new Map();
    this.flying = null;
    this.failures = 0;
    this.waiting = [];
    this.most = CELLS_PER_REQUEST;
    this.store = `month-grid-${data.sheet}`;
  }

  key(row, day) {
    return row * 32 + day;
  }

  get count() {
    return this.pending.size + (this.flying?.cells.length ?? 0);
  }

  holds(row, day) {
    const key = this.key(row, day);
    return this.pending.has(key) || Boolean(this.flying?.keys.has(key));
  }

  isPending(row, day) {
    return this.pending.has(this.key(row, day));
  }

  add(changes, kind) {
    for (const { row, day, new: mark } of changes) this.pending.set(this.key(row, day), { row, day, new: mark, kind });
    this.keep();
    if (this.pending.size >= AT_ONCE && !this.failures) this.sendNow();
    else this.wait(AFTER_LAST_CHANGE);
    this.tell();
  }

  leaveRow() {
    if (this.pending.size) this.wait(0);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  sendNow() {
    clearTimeout(this.timer);
    this.send();
  }

  async send() {
    if (this.sending || (!this.flying && !this.pending.size)) return;
    this.flying ??= this.take();
    this.sending = true;
    this.tell();
    const outcome = await this.post(this.flying);
    this.sending = false;
    outcome.answer ? this.succeed(outcome.answer) : this.fail(outcome);
  }

  take() {
    const kind = this.pending.values().next().value.kind;
    const cells = [];
    for (const [key, change] of this.pending) {
      if (change.kind !== kind || cells.length === this.most) break;
      cells.push({ ...change, old: this.known[change.row][change.day] });
      this.pending.delete(key);
    }
    return { id: newId(), kind, cells, keys: new Set(cells.map((cell) => this.key(cell.row, cell.day))) };
  }

  async post({ id, kind, cells, dryRun = false }) {
    const { contracts, dates } = this.sheet;
    const wire = cells.map((cell) => [contracts[cell.row], dates[cell.day], cell.old, cell.new]);
    const body = JSON.stringify({ request_id: id, kind, cells: wire, dry_run: dryRun });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    try {
      const response = await fetch(this.data.save_url, { method: "POST", body, headers, redirect: "manual" });
      if (response.ok) return { answer: await response.json() };
      if (response.type === "opaqueredirect") return { status: 0, signedOut: true };
      const said = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      return { status: response.status, sentence: said.sentence };
    } catch {
      return { status: 0 };
    }
  }

  preview(cells) {
    const asked = cells.map((cell) => ({ ...cell, old: this.known[cell.row][cell.day] }));
    return this.post({ id: newId(), kind: "paste", cells: asked, dryRun: true });
  }

  succeed(answer) {
    const sent = this.flying.cells;
    this.flying = null;
    this.failures = 0;
    const told = toldBy(answer);
    sent.forEach(({ row, day, new: mark }, place) => {
      this.known[row][day] = told.get(place)?.mark ?? mark;
    });
    this.keep();
    this.onAnswer(answer, sent);
    this.tell();
    if (this.pending.size) this.wait(0);
  }

  fail({ status, sentence, signedOut }) {
    if (status === TOO_MANY && this.most > 1) return this.sendLess();
    const seconds = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.onState({ name: "failed", count: this.count, seconds, sentence, signedOut });
    this.wait(seconds * 1000);
  }

  sendLess() {
    this.most = Math.floor(this.most / 2);
    const newer = this.pending;
    this.pending = new Map(this.flying.cells.map((cell) => [this.key(cell.row, cell.day), cell]));
    for (const [key, cell] of newer) this.pending.set(key, cell);
    this.flying = null;
    this.wait(0);
  }

  // Do something once everything is saved.
  whenSaved(act) {
    this.waiting.push(act);
    this.wait(0);
    this.tell();
  }

  tell() {
    if (!this.count) for (const act of this.waiting.splice(0)) act();
    const name = this.sending ? "sending" : this.count ? "waiting" : "saved";
    this.onState({ name, count: this.count });
  }

  keep() {
    const cells = [...(this.flying?.cells ?? []), ...this.pending.values()];
    if (!cells.length) return sessionStorage.removeItem(this.store);
    const kept = cells.map(({ row, day, new: mark, kind }) => [this.sheet.contracts[row], day, mark, kind]);
    sessionStorage.setItem(this.store, JSON.stringify(kept));
  }

  // What an earlier load of this page could not save.
  left() {
    const kept = JSON.parse(sessionStorage.getItem(this.store) ?? "[]");
    return kept
      .map(([contract, day, mark, kind]) => ({ row: this.sheet.rowOf.get(contract), day, text: mark, kind }))
      .filter((cell) => cell.row !== undefined);
  }
}

// What an answer says of cells, by their place in the request.
export function toldBy(answer) {
  return new Map(answer.told.map((cell) => [cell.place, cell]));
}

function csrfToken() {
  const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
  if (cookie) return cookie[1];
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// crypto.randomUUID is missing on plain http, where a closed network may well live.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
