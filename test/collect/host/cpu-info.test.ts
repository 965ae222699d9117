import { expect } from 'chai';
import { cleanModel, parseCpuInfo } from '../../../src/collect/host/cpu-info.ts';

describe('parseCpuInfo', () => {
  for (const [name, text, model] of [
    ['POWER', 'processor\t: 0\ncpu\t\t: POWER9 (architected), altivec supported\nclock\t\t: 2200.0MHz\n\ntimebase\t: 512000000\nplatform\t: pSeries\n', 'POWER9 (architected), altivec supported'],
    ['RISC-V', 'processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc\nuarch\t\t: sifive,u74-mc\n\n', 'sifive,u74-mc'],
    ['s390', 'vendor_id       : IBM/S390\n# processors    : 2\nprocessor 0: version = 00,  identification = 0133E8,  machine = 8561\n', 'IBM z machine 8561'],
    ['an unknown Arm design', 'processor\t: 0\nCPU implementer\t: 0x51\nCPU part\t: 0x001\n\n', 'Arm implementer 0x51 part 0x001'],
    ['32-bit Arm', 'processor\t: 0\nmodel name\t: ARMv7 Processor rev 3 (v7l)\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\nHardware\t: BCM2711\n', 'Arm Cortex-A72'],
    ['two kinds of processor', 'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd03\n\nprocessor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\n', 'Arm Cortex-A53 + Arm Cortex-A72'],
    ['nothing', '', null],
  ] as const) {
    it(name, () => {
      expect(parseCpuInfo(text).model).to.equal(model);
    });
  }

  it('cleans names', () => {
    expect(cleanModel('Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz')).to.equal('Intel Core i7-8650U');
    expect(cleanModel('AMD Ryzen 9 5950X 16-Core Processor             ')).to.equal('AMD Ryzen 9 5950X');
    expect(cleanModel('Intel Xeon Processor (Skylake, IBRS)')).to.equal('Intel Xeon Processor (Skylake, IBRS)');
    expect(cleanModel('unknown')).to.equal(null);
    expect(cleanModel(`a\u0000\u202e\n${'x'.repeat(5000)}`)).to.have.length.below(201);
  });
});
