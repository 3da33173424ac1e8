// What fingers really send becomes a mark: two-set Latin for a forgotten Hangul key, a lone first consonant,
// full-width digits, 8.0, 8시간. What nothing explains stays as typed; the server calls it a fault.

const FIRST_KEYS = "r R s e E f a q Q t T d w W c z x v g".split(" ");
const MIDDLE_KEYS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(" ");
const LAST_KEYS = ["", ..."r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(" ")];
const FIRST_LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const PER_FIRST = 588;
const PER_MIDDLE = 28;

function syllableIndex(letter) {
  const code = letter.charCodeAt(0);
  return code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE ? code - FIRST_SYLLABLE : -1;
}

function keysOf(mark) {
  return [...mark]
    .map((letter) => {
      const index = syllableIndex(letter);
      if (index < 0) return letter;
      const middle = Math.floor((index % PER_FIRST) / PER_MIDDLE);
      return FIRST_KEYS[Math.floor(index / PER_FIRST)] + MIDDLE_KEYS[middle] + LAST_KEYS[index % PER_MIDDLE];
    })
    .join("")
    .toLowerCase();
}

function firstConsonant(mark) {
  const index = syllableIndex(mark);
  return index < 0 ? "" : FIRST_LETTERS[Math.floor(index / PER_FIRST)];
}

// One entry per key; a key that two marks share explains neither.
function onlyOnce(pairs) {
  const found = new Map();
  for (const [key, mark] of pairs) found.set(key, found.has(key) ? null : mark);
  return found;
}

function tidyHours(text) {
  const hours = /^(\d{1,2})(?:\.(\d{1,2}))?(?:h|시간)?$/i.exec(text);
  if (!hours) return text.replace("~", "-");
  const part = (hours[2] ?? "").replace(/0+$/, "");
  return String(Number(hours[1])) + (part ? `.${part}` : "");
}

export function markReader(codes) {
  const marks = new Set(codes.map((code) => code.mark));
  const byKeys = onlyOnce([...marks].map((mark) => [keysOf(mark), mark]));
  const short = [...marks].filter((mark) => mark.length === 1);
  const byConsonant = onlyOnce(short.map((mark) => [firstConsonant(mark), mark]));

  // A duty stands behind what else the day holds: 출+숙직.
  function read(typed) {
    const plus = typed.lastIndexOf("+");
    return plus > 0 ? `${readOne(typed.slice(0, plus))}+${readOne(typed.slice(plus + 1))}` : readOne(typed);
  }

  function readOne(typed) {
    const text = typed.normalize("NFKC").replace(/\s+/g, "");
    if (!text || marks.has(text)) return text;
    // NFKC turns a lone compatibility consonant into a conjoining one.
    const consonant = typed.trim();
    return byKeys.get(text.toLowerCase()) ?? byConsonant.get(consonant) ?? tidyHours(text);
  }

  read.isMark = (text) => {
    const mark = read(text).replace(/\+[^+]+$/, "");
    return marks.has(mark) || hoursOf(codes, mark).length > 0 || /^\d{1,2}([.:]\d{1,2})?(-\d{1,2}:\d{2}(\/(\d{1,3}|\d:\d{2}))?)?$/.test(mark);
  };
  return read;
}

// What hours of leave such as 연2 or 연1:30 count as; nothing for anything else.
function hoursOf(codes, mark) {
  const leave = /^(\D+?)\d{1,2}(?:\.\d{1,2}|:[0-5]\d)?$/.exec(mark)?.[1];
  return codes.find((code) => code.mark === leave)?.hours ?? [];
}

export function countsBy(codes) {
  const table = new Map(codes.map((code) => [code.mark, code.counts]));
  const hours = ["worked"];
  const one = (mark) => table.get(mark) ?? (/^\d/.test(mark) ? hours : hoursOf(codes, mark));
  return (mark) => {
    const plus = mark.lastIndexOf("+");
    return plus > 0 ? [...new Set([...one(mark.slice(0, plus)), ...one(mark.slice(plus + 1))])] : one(mark);
  };
}
