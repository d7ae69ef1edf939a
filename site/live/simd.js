// The one loop that takes the time, four numbers at a time: a matrix product as a WebAssembly module, written out by hand.
// There is no compiler to install and no file to fetch; where a browser has no SIMD, kernel.js has the same loop in JavaScript.

/**
 * The bytes of a module with one function, product(a, m, b, k, panels, out), on the memory "page" "memory" that it imports.
 *
 * a is (m, k) row by row; b is `panels` panels of eight columns, each (k, 8); out is (m, 8 · panels). All are float32, at byte offsets. Four rows of a panel at a time: eight sums of four numbers stay in registers.
 */
function liveSimd() {
  "use strict";

  // An instruction is a list of bytes; a number with more than seven bits takes several (LEB128).
  const unsigned = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)]);
  const constant = (n) => [0x41, ...(n < 64 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)])];
  const get = (local) => [0x20, local], set = (local) => [0x21, local];
  const ADD = [0x6a], MULTIPLY = [0x6c], AT_LEAST = [0x4f], MORE = [0x4b], LESS = [0x49];
  const loop = (...body) => [0x03, 0x40, ...body.flat(), 0x0b], block = (...body) => [0x02, 0x40, ...body.flat(), 0x0b];
  const again = [0x0c, 0], leaveIf = [0x0d, 1], againIf = [0x0d, 0];
  const load = (offset) => [0xfd, 0x00, 2, ...unsigned(offset)]; // four numbers
  const repeat = (offset) => [0xfd, 0x09, 2, ...unsigned(offset)]; // one number, four times
  const store = (offset) => [0xfd, 0x0b, 2, ...unsigned(offset)];
  const SUM = [0xfd, 0xe4, 0x01], TIMES = [0xfd, 0xe6, 0x01], ZERO = [0xfd, 0x0c, ...new Array(16).fill(0)];
  const plus = (local, ...value) => [get(local), ...value, ADD, set(local)].flat();

  // Locals: six arguments, ten whole numbers, ten vectors.
  const [A, M, B, K, PANELS, OUT] = [0, 1, 2, 3, 4, 5];
  const [PANEL, ROW, FIRST, P, T, END, O, ROW_BYTES, WIDE, HEIGHT] = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
  const VECTOR = 16; // sums 16 to 23, then the two halves of a row of the panel

  /** `rows` rows of one panel: the sums, then their places in out. */
  function tile(rows) {
    const sums = Array.from({ length: 2 * rows }, (_, i) => VECTOR + i), low = VECTOR + 8, high = VECTOR + 9;
    const pointer = (row) => (row === 0 ? get(P) : [...get(P), ...get(ROW_BYTES), ...constant(row), ...MULTIPLY, ...ADD]);
    return [
      sums.flatMap((sum) => [...ZERO, ...set(sum)]),
      get(FIRST), set(P), get(PANEL), set(T),
      loop(
        get(T), load(0), set(low), get(T), load(16), set(high),
        Array.from({ length: rows }, (_, row) => [low, high].flatMap((half, i) =>
          [...get(sums[2 * row + i]), ...pointer(row), ...repeat(0), ...get(half), ...TIMES, ...SUM, ...set(sums[2 * row + i])])).flat(),
        plus(P, constant(4)), plus(T, constant(32)),
        get(T), get(END), LESS, againIf,
      ),
      Array.from({ length: rows }, (_, row) => [
        get(O), get(sums[2 * row]), store(0), get(O), get(sums[2 * row + 1]), store(16), plus(O, get(WIDE)),
      ].flat()).flat(),
      plus(FIRST, get(ROW_BYTES), constant(rows), MULTIPLY), plus(ROW, constant(rows)),
    ].flat();
  }

  const body = [
    get(K), constant(4), MULTIPLY, set(ROW_BYTES), get(PANELS), constant(32), MULTIPLY, set(WIDE),
    get(B), set(PANEL), constant(0), set(HEIGHT),
    block(loop(
      get(HEIGHT), get(PANELS), AT_LEAST, leaveIf,
      get(PANEL), get(K), constant(32), MULTIPLY, ADD, set(END),
      get(OUT), get(HEIGHT), constant(32), MULTIPLY, ADD, set(O),
      get(A), set(FIRST), constant(0), set(ROW),
      block(loop(get(ROW), constant(4), ADD, get(M), MORE, leaveIf, tile(4), again)), // ROW + 4 > M
      block(loop(get(ROW), get(M), AT_LEAST, leaveIf, tile(1), again)),
      get(END), set(PANEL), plus(HEIGHT, constant(1)),
      again,
    )),
  ].flat();

  const section = (id, ...content) => { const bytes = content.flat(); return [id, ...unsigned(bytes.length), ...bytes]; };
  const text = (word) => [word.length, ...[...word].map((letter) => letter.charCodeAt(0))];
  const code = [2, 10, 0x7f, 10, 0x7b, ...body, 0x0b];
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    section(1, [1, 0x60, 6, ...new Array(6).fill(0x7f), 0]), // one type: six whole numbers, and nothing comes back
    section(2, [1], text("page"), text("memory"), [2, 0, 1]),
    section(3, [1, 0]),
    section(7, [1], text("product"), [0, 0]),
    section(10, [1], unsigned(code.length), code),
  ].flat());
}
