// Sentences from the server with named places: say("cut_off", {count: 3}).

let words = {};

export function learnWords(table) {
  words = table;
}

export function say(name, named = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_place, key) => named[key] ?? "");
}
