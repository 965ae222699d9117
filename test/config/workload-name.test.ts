import { expect } from 'chai';
import { nameOfCommand } from '../../src/config/workload-name.ts';

describe('nameOfCommand', () => {
  it('takes the program, or what an interpreter runs', () => {
    const names = {
      'python3 -m photo_tagger --dataset x': 'photo_tagger',
      "'python3.12' 'tools/tag photos.py'": 'tag',
      'A=1 B=2 node --cpu-prof bench/app.mjs': 'app',
      'go test ./...': 'go',
      './bin/run.sh': 'run',
      '/usr/bin/env python3 x.py': 'x',
      'python3': 'python3',
      'C:\\tools\\photo.exe /q': 'photo',
      '': 'command',
      '&& ;': 'command',
      './latest': 'command',
      '.../..': 'command',
      [`./${'n'.repeat(80)}`]: 'n'.repeat(64),
    };
    for (const [command, name] of Object.entries(names)) expect(nameOfCommand(command), command).to.equal(name);
  });
});
