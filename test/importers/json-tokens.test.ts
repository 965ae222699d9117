import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { firstKey, KeySet, nextKey, noMoreKeys, unknownKey } from '../../src/importers/shared/json-keys.ts';
import { NumberColumn } from '../../src/importers/shared/json-number-column.ts';
import { readNumbers } from '../../src/importers/shared/json-numbers.ts';
import { skipStreamed, skipValue } from '../../src/importers/shared/json-skip.ts';
import { readNumber, readString, take } from '../../src/importers/shared/json-tokens.ts';
import { readJson, type JsonWindow } from '../../src/importers/shared/json-window.ts';
import { seededRandom } from '../helpers/fixtures.ts';
import { memorySource } from '../helpers/memory-source.ts';

function readText<T>(text: string, read: (window: JsonWindow) => Promise<T>, chunkSize?: number): Promise<T> {
  return readJson(memorySource(Buffer.from(text), 'unknown', chunkSize), read);
}

async function failure(promise: Promise<unknown>): Promise<InputError> {
  const error: unknown = await promise.then(() => new Error('nothing was thrown'), (thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw error;
  return error;
}

const skip = (text: string, chunkSize?: number): Promise<void> => readText(text, skipStreamed, chunkSize);
const skipAtOnce = (text: string, chunkSize?: number): Promise<void> => readText(text, (window) => window.run(() => skipValue(window)), chunkSize);

describe('JSON tokenizer', () => {
  describe('numbers', () => {
    const spellings = ['0', '-0', '7', '-12', '1e3', '1E+2', '25e-3', '1.5', '-0.25', '0.1', '123456789', '1234567890', '2147483647', '2147483648', '-2147483648', '9007199254740993', '123456789012345', '1234567890.12345', '0.30000000000000004', '2.2250738585072014e-308', '5e-324', '1.7976931348623157e308', '12345678901234567890123456789', '0.000001', '0.0000000000000000001234'];

    for (const chunkSize of [1, 3, 65536]) {
      it(`has the values of JSON.parse (chunks of ${chunkSize})`, async () => {
        const random = seededRandom(chunkSize);
        const texts = [...spellings, ...Array.from({ length: 500 }, () => String((random(2 ** 31) - 2 ** 30) / 10 ** random(12))), ...Array.from({ length: 500 }, () => String(random(1000)))];
        const array = `[${texts.join(', ')}]`;
        const column = new NumberColumn(2);
        await readText(array, (window) => readNumbers(window, column, 'numbers'), chunkSize);
        const expected = (JSON.parse(array) as number[]).map((value) => value + 0);
        expect(Array.from({ length: column.length }, (_, i) => column.at(i) + 0)).to.deep.equal(expected);
        for (const text of texts.slice(0, 60)) {
          const value = await readText(`[${text}]`, async (window) => {
            const number = await window.run(() => (take(window, 91), readNumber(window)));
            await window.run(() => take(window, 93));
            return number;
          }, chunkSize);
          expect(value, text).to.equal(JSON.parse(text));
        }
      });
    }

    it('keeps integers in 32 bits until one does not fit', async () => {
      const column = new NumberColumn(2);
      await readText('[1,-2,3,2147483647]', (window) => readNumbers(window, column, 'numbers'));
      expect(column.floats).to.equal(null);
      await readText('[1,2147483648,3,4,5,6,7]', (window) => readNumbers(window, column, 'numbers'));
      expect([...(column.floats ?? [])].slice(0, column.length)).to.deep.equal([1, 2147483648, 3, 4, 5, 6, 7]);
    });

    for (const [text, message, offset] of [
      ['[1,,2]', 'numbers[1] is ",", not a number', 3],
      ['[1,]', 'numbers[1] is "]", not a number', 3],
      ['[1 2]', 'expected "," or "]" but found "2"', 3],
      ['[01]', 'expected a number but found "01"', 1],
      ['[-]', 'expected a number but found "-"', 1],
      ['[1.]', 'expected a number but found "1."', 1],
      ['[1e]', 'expected a number but found "1e"', 1],
      ['[3, null]', 'numbers[1] is "null", not a number', 4],
      ['[NaN]', 'numbers[0] is "NaN", not a number', 1],
      ['["5"]', 'numbers[0] is "\\"", not a number', 1],
      ['[1e999]', 'a number is too large for a double', 1],
    ] as const) {
      it(`refuses ${text}`, async () => {
        const error = await failure(readText(text, (window) => readNumbers(window, new NumberColumn(), 'numbers')));
        expect(error.message).to.equal(message);
        expect(error.place.offset).to.equal(offset);
      });
    }
  });

  describe('strings', () => {
    for (const text of ['""', '"abc"', '"a\\"b\\\\"', '"\\u0041\\n\\ud83d\\ude00"', '"größe 漢字 😀"', '"\\\\"', '"__proto__"']) {
      it(`reads ${text} as JSON.parse does`, async () => {
        for (const chunkSize of [1, 2, 3, 100]) {
          expect(await readText(` ${text} `, (window) => window.run(() => readString(window)), chunkSize)).to.equal(JSON.parse(text));
        }
      });
    }

    it('shows invalid UTF-8 as U+FFFD', async () => {
      const source = memorySource(Buffer.from([34, 97, 0xff, 98, 34]));
      expect(await readJson(source, (window) => window.run(() => readString(window)))).to.equal('a\ufffdb');
    });

    it('refuses control characters and wrong escapes', async () => {
      expect((await failure(readText('"a\nb"', (window) => window.run(() => readString(window))))).place.offset).to.equal(2);
      expect((await failure(readText('"a\\x"', (window) => window.run(() => readString(window))))).message).to.equal('a string holds a wrong escape');
    });
  });

  describe('skipping', () => {
    const valid = '{"a":[1,-2.5e3,true,false,null,{"b":"c\\u00e9\\"d"},[],{}],"é":"漢","n":{"x":[[[1]]]}}';

    it('accepts what JSON.parse accepts, at any chunk size', async () => {
      for (const chunkSize of [1, 2, 5, 1000]) {
        await skip(valid, chunkSize);
        await skipAtOnce(valid, chunkSize);
        await skip(JSON.stringify(JSON.parse(valid), null, 2), chunkSize);
      }
    });

    it('judges 1,500 damaged texts as JSON.parse does', async () => {
      const random = seededRandom(7);
      const letters = '{}[]",:\\u0a1-.eE tfn';
      let refused = 0;
      for (let i = 0; i < 1500; i++) {
        const at = random(valid.length);
        const text = valid.slice(0, at) + (letters[random(letters.length)] as string) + valid.slice(at + random(3));
        let good = true;
        try {
          JSON.parse(text);
        } catch {
          good = false;
        }
        for (const read of [skip, skipAtOnce]) {
          const error = await read(text, 1 + random(9)).then(() => null, (thrown: unknown) => thrown);
          expect(error === null, text).to.equal(good);
          if (error !== null) {
            expect(error, text).to.be.instanceOf(InputError);
            expect((error as InputError).place.offset).to.be.within(0, Buffer.byteLength(text));
          }
        }
        if (!good) refused += 1;
      }
      expect(refused).to.be.within(500, 1499);
    });

    it('needs neither recursion nor memory for what it skips', async () => {
      const depth = 1_000_000;
      await skip('['.repeat(depth) + ']'.repeat(depth));
      await skip('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
      // A string of 40 MB passes through a window of about one: strings that are read are limited, skipped ones are not.
      const long = `{"a":"${'x'.repeat(40 * 1024 ** 2)}"}`;
      const size = await readText(long, async (window) => (await skipStreamed(window), window.bytes.length));
      expect(size).to.be.below(4 * 1024 ** 2);
      expect((await failure(readText('"' + 'x'.repeat(17 * 1024 ** 2) + '"', (window) => window.run(() => readString(window))))).message).to.match(/longer than/);
    });
  });

  it('names the offset where a text was cut', async () => {
    for (const text of ['{"a":[1,2', '{"a":"x', '{"a"', '{', '[1,2,', '{"a":tr']) {
      const error = await failure(skip(text, 4));
      expect(error.message).to.equal('the JSON text ends too early');
      expect(error.place.offset).to.equal(text.length);
    }
    expect((await failure(skip(''))).message).to.equal('the file is empty');
  });

  it('takes a byte order mark and white space, and refuses text after the end', async () => {
    for (const chunkSize of [1, 2, 100]) await skip('\ufeff \n{ "a" : [ ] }\r\n\t ', chunkSize);
    expect((await failure(skip('{} {}'))).place.offset).to.equal(3);
  });

  it('finds known keys in any order and spelling, and makes no object of them', async () => {
    const keys = new KeySet(['nodes', 'samples', '__proto__']);
    const read = (text: string): Promise<number[]> =>
      readText(text, async (window) => {
        const found: number[] = [];
        await window.run(() => take(window, 123));
        for (let key = firstKey; key !== noMoreKeys; ) {
          const previous = key;
          key = await window.run(() => nextKey(window, keys, previous));
          if (key !== noMoreKeys) {
            found.push(key);
            await skipStreamed(window);
          }
        }
        return found;
      }, 3);
    expect(await read('{"nodes":1,"samples":2,"x":3,"constructor":4}')).to.deep.equal([0, 1, unknownKey, unknownKey]);
    expect(await read('{ "samples" : 2 , "\\u006eodes" : 1, "__proto__": {"polluted": true} }')).to.deep.equal([1, 0, 2]);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});
