// The letters of every mark, plain and bold, are fetched at the start: a font that comes while somebody works
// lays the whole table out anew.

const BESIDE_MARKS = "0123456789:.-/…";
const WEIGHTS = [400, 700];

export function fetchLetters(table, codes) {
  const { fontFamily } = getComputedStyle(table);
  const letters = codes.map((code) => code.mark).join("") + BESIDE_MARKS;
  for (const weight of WEIGHTS) document.fonts.load(`${weight} 1em ${fontFamily}`, letters).catch(() => {});
}
