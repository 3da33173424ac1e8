// The month grid: puts the parts together. What each part does is said at its top.

import { Answers } from "./month_grid/answers.js";
import { Book } from "./month_grid/book.js";
import { Calendar } from "./month_grid/calendar.js";
import { countsBy, markReader } from "./month_grid/codes.js";
import { Commands } from "./month_grid/commands.js";
import { Entry } from "./month_grid/entry.js";
import { Keyboard } from "./month_grid/keyboard.js";
import { Layout } from "./month_grid/layout.js";
import { fetchLetters } from "./month_grid/letters.js";
import { Marks } from "./month_grid/marks.js";
import { Paste } from "./month_grid/paste.js";
import { listenToPointer } from "./month_grid/pointer.js";
import { SaveQueue } from "./month_grid/save.js";
import { Selection } from "./month_grid/selection.js";
import { Sheet } from "./month_grid/sheet.js";
import { Status } from "./month_grid/status.js";
import { Totals } from "./month_grid/totals.js";
import { Views } from "./month_grid/views.js";
import { learnWords } from "./month_grid/words.js";

const find = (id) => document.getElementById(id);
const data = JSON.parse(find("month-grid-data").textContent);
learnWords(data.words);

const scroller = find("month-scroller");
const input = find("grid-input");
const sheet = new Sheet(find("month-grid"), data);
const marks = new Marks(sheet, data);
const totals = new Totals(sheet, countsBy(data.codes));
const layout = new Layout(sheet, scroller);
const selection = new Selection(sheet, layout, input, find("grid-range"));
const book = new Book({ sheet, marks, totals, read: markReader(data.codes), editable: data.editable });
const status = new Status({ sheet, marks, totals, visit: (row, day) => views.visit(row, day) });
const answers = new Answers({ data, sheet, marks, totals, book, status, isEditing });

book.queue = new SaveQueue(data, sheet, {
  onAnswer: (answer, sent) => answers.take(answer, sent),
  onState: (state) => status.saving(state),
});

const entry = new Entry(input, {
  onKey: (event, mode) => keyboard.press(event, mode),
  onMode: (mode) => (input.dataset.mode = mode),
  onLeave: () => commands.storeAndLeave(),
});
const paste = new Paste({ sheet, selection, book, queue: book.queue, announce, dialog: find("paste-preview") });
const commands = new Commands({ sheet, marks, selection, entry, book, paste, announce });
const keyboard = new Keyboard({ sheet, selection, entry, commands });
const calendar = new Calendar({ sheet, marks, totals, book, codes: data.codes });
const views = new Views({ commands, calendar, layout, selection, input });

function announce(text) {
  status.announce(text);
}

function isEditing(row, day) {
  return entry.isEditing && selection.row === row && selection.day === day;
}

book.onChange((rows) => {
  status.drawCounts();
  status.drawList();
  commands.refresh(rows);
});

fetchLetters(sheet.table, data.codes);
input.hidden = false;
input.readOnly = !data.editable;
commands.listen();
listenToPointer({ scroller, sheet, selection, entry, commands });
views.start();
for (const kind of new Set(book.queue.left().map((cell) => cell.kind))) {
  book.enter(book.queue.left().filter((cell) => cell.kind === kind), kind);
}
answers.listen();
for (const form of document.querySelectorAll("form[data-after-saving]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    book.queue.whenSaved(() => form.submit());
  });
}
const cellHistory = document.querySelector("[data-cell-history]");
cellHistory.addEventListener("click", () => {
  const cell = { contract: sheet.contracts[selection.row], day: sheet.dates[selection.day] };
  cellHistory.search = new URLSearchParams(cell);
});
window.addEventListener("beforeunload", (event) => book.queue.count && event.preventDefault());
