// Tables as text, to and from Excel, and how a block of cells lands on a selection.

export function parseTable(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  let at = 0;
  while (at <= lines.length) {
    const [cell, end] = readCell(lines, at);
    rows.at(-1).push(cell);
    if (lines[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

function readCell(text, start) {
  if (text[start] === '"') {
    const closed = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
    closed.lastIndex = start;
    const quoted = closed.exec(text);
    if (quoted) return [quoted[1].replaceAll('""', '"'), closed.lastIndex];
  }
  const stop = /[\t\n]|$/g;
  stop.lastIndex = start;
  const end = stop.exec(text).index;
  return [text.slice(start, end), end];
}

export function tableText(rows) {
  return rows.map((row) => row.map(quoteIfNeeded).join("\t")).join("\r\n");
}

function quoteIfNeeded(cell) {
  return /[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

// Lay a block on a box. One value fills it; a whole multiple repeats; else the box's corner is the start.
// Short lines leave the rest of their row as it is. Returns the cells inside and how many fell off.
export function layOut(block, box, rowCount, dayCount) {
  const height = block.length;
  const width = Math.max(...block.map((row) => row.length));
  const repeats = box.height % height === 0 && box.width % width === 0;
  const [rows, days] = repeats ? [box.height, box.width] : [height, width];
  const inside = [];
  let off = 0;
  for (let r = 0; r < rows; r++) {
    for (let d = 0; d < days; d++) {
      const text = block[r % height][d % width];
      if (text === undefined) continue;
      const place = { row: box.top + r, day: box.left + d, text };
      if (place.row < rowCount && place.day < dayCount) inside.push(place);
      else off += 1;
    }
  }
  return { inside, off };
}

// How many leading columns of a block hold the names of the rows it would land on (with what stands between
// them and the first mark), and on how many rows another name stands. Names alone decide nothing: a person
// is asked.
export function leadingNames(block, names, top, isMark) {
  for (const column of [0, 1]) {
    const pasted = block.map((row) => (row[column] ?? "").trim());
    const known = pasted.filter((name) => names.includes(name)).length;
    if (known === 0 || known * 2 < pasted.length) continue;
    const differ = pasted.filter((name, row) => names[top + row] !== undefined && name !== names[top + row]).length;
    const notes = block.map((row) => (row[column + 1] ?? "").trim()).filter(Boolean);
    const hasNotes = notes.length > 0 && notes.every((note) => !isMark(note));
    return { columns: column + 1 + Number(hasNotes), differ };
  }
  return { columns: 0, differ: 0 };
}
