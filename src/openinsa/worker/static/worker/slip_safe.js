// The payslip last seen, locked in this browser for times without a network.
//
// A pair of keys is made once. What is seen is sealed with the public one, so that nobody is asked for the PIN while
// there is a network; the private one is kept under a key that PBKDF2 makes of the PIN. After five wrong PINs all is
// erased. A PIN of six digits keeps out whoever finds the phone, not a laboratory that copies its storage.

const SAFE = "openinsa.safe";
const SLIP = "openinsa.slip";
const READING = "openinsa.reading";
const PIN = /^\d{6,12}$/;
const ROUNDS = 600000;
const WRONG_AT_MOST = 5;
const PAIR = { name: "RSA-OAEP", hash: "SHA-256" };

const slipSafe = {
  read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },

  write(name, value) {
    localStorage.setItem(name, JSON.stringify(value));
  },

  // A browser that keeps nothing shows its pages all the same.
  rememberReading(language, type) {
    try {
      slipSafe.write(READING, { language, type });
    } catch {}
  },

  lastReading: () => slipSafe.read(READING) ?? { language: "", type: "" },
  isMade: () => slipSafe.read(SAFE) !== null,
  holdsSlip: () => slipSafe.isMade() && slipSafe.read(SLIP) !== null,
  belongsTo: (keeper) => slipSafe.read(SAFE)?.keeper === keeper,
  isPin: (pin) => PIN.test(pin),

  erase() {
    localStorage.removeItem(SAFE);
    localStorage.removeItem(SLIP);
  },

  async make(pin, keeper) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const options = { ...PAIR, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
    const pair = await crypto.subtle.generateKey(options, true, ["encrypt", "decrypt"]);
    const lock = await keyOf(pin, salt, ROUNDS);
    const locked = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, lock, { name: "AES-GCM", iv });
    const open = await crypto.subtle.exportKey("spki", pair.publicKey);
    slipSafe.erase();
    const kept = { salt: text(salt), iv: text(iv), locked: text(locked), open: text(open) };
    slipSafe.write(SAFE, { keeper, rounds: ROUNDS, wrong: 0, ...kept });
  },

  async keep(slip) {
    const safe = slipSafe.read(SAFE);
    if (!safe) return;
    const open = await crypto.subtle.importKey("spki", bytes(safe.open), PAIR, false, ["encrypt"]);
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(slip));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    const bare = await crypto.subtle.exportKey("raw", key);
    const wrapped = await crypto.subtle.encrypt(PAIR, open, bare);
    slipSafe.write(SLIP, { iv: text(iv), key: text(wrapped), sealed: text(sealed) });
  },

  // The slip, or how many tries are left; none left means that all is gone.
  async open(pin) {
    const safe = slipSafe.read(SAFE);
    const held = slipSafe.read(SLIP);
    if (!safe || !held) return { left: 0 };
    const wrong = safe.wrong + 1;
    slipSafe.write(SAFE, { ...safe, wrong }); // counted before it is tried: closing the page gives no try back
    try {
      const slip = await unlocked(safe, held, pin);
      slipSafe.write(SAFE, { ...safe, wrong: 0 });
      return { slip };
    } catch {
      if (wrong >= WRONG_AT_MOST) slipSafe.erase();
      return { left: WRONG_AT_MOST - wrong };
    }
  },
};

async function unlocked(safe, held, pin) {
  const lock = await keyOf(pin, bytes(safe.salt), safe.rounds);
  const iv = { name: "AES-GCM", iv: bytes(safe.iv) };
  const open = await crypto.subtle.unwrapKey("pkcs8", bytes(safe.locked), lock, iv, PAIR, false, ["decrypt"]);
  const bare = await crypto.subtle.decrypt(PAIR, open, bytes(held.key));
  const key = await crypto.subtle.importKey("raw", bare, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(held.iv) }, key, bytes(held.sealed));
  return JSON.parse(new TextDecoder().decode(plain));
}

async function keyOf(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const made = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(made, typed, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

function bytes(letters) {
  return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
}
