/** A stream of random numbers that is the same for the same seed. */
export interface Random {
  /** Uniform, from 0 to below 1, in steps of 2^-32. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** sfc32 (Doty-Humphrey's PractRand), its state filled from the seed by splitmix32. */
export function seededRandom(seed: number): Random {
  const fill = splitmix32(seed);
  let a = fill();
  let b = fill();
  let c = fill();
  let counter = 1;
  let spare: number | null = null;

  const uniform = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const normal = (): number => {
    if (spare !== null) {
      const deviate = spare;
      spare = null;
      return deviate;
    }
    // Box and Muller: two deviates from a radius and an angle; 1 - u is never 0.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  for (let round = 0; round < 12; round++) uniform();
  return { uniform, normal };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}
