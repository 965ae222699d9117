import { expect } from 'chai';
import { join } from 'node:path';
import { fingerprintOf } from '../../../src/collect/host/fingerprint.ts';
import { readHost, type HostContext, type HostSystem } from '../../../src/collect/host/host-facts.ts';
import { hostFiles, type HostFiles } from '../../../src/collect/host/host-files.ts';
import type { HostFacts } from '../../../src/core/model/run-record.ts';

const machine = (name: string): HostFiles => hostFiles(join(import.meta.dirname, 'machines', name));
const system: HostSystem = { type: 'Linux', release: '6.1.0-13-amd64', arch: 'x64', cpuModel: 'unknown', cpuCount: 64, memoryBytes: 1, hostname: 'agent-7', loadAverage: () => 9 };
const nothing = { language: 'unknown', interpreter: null, words: null } as const;

/** Facts of a recorded machine; an empty PATH, so that no runtime is found. */
async function factsOf(files: HostFiles, more: Partial<HostContext> = {}): Promise<HostFacts> {
  return (await readHost({ program: nothing, cwd: import.meta.dirname, env: { PATH: '' }, ci: null, files, system, ...more })).after();
}

describe('facts of the host', () => {
  it('a Docker container on cgroup version 1', async () => {
    const facts = await factsOf(machine('xeon-docker-v1'), { system: { ...system, release: '5.15.0-1031-aws' } });
    expect(facts).to.deep.include({
      os: 'Linux 5.15 (Ubuntu 22.04)', cpuModel: 'Intel Xeon Platinum 8259CL', cpuCount: 4, memoryBytes: 16096624 * 1024,
      governor: null, cpuLimit: 1.5, memoryLimitBytes: 2 * 1024 ** 3, runtime: null, runtimes: {}, loadBefore: 1.75, loadAfter: 1.75,
    });
  });

  it('a service on cgroup version 2 is bound by the groups around it', async () => {
    const facts = await factsOf(machine('epyc-service-v2'));
    expect(facts).to.deep.include({ os: 'Linux 6.1 (Amazon Linux 2023)', cpuModel: 'AMD EPYC 7R13', cpuCount: 4, governor: 'performance', cpuLimit: 4, memoryLimitBytes: 6 * 1024 ** 3 });
  });

  it('a container with groups of its own, on Arm, where the processor has no name', async () => {
    const facts = await factsOf(machine('graviton-container-v2'), { system: { ...system, arch: 'arm64', cpuCount: 2 } });
    expect(facts).to.deep.include({ os: 'Linux 6.1 (Alpine Linux 3.20.1)', arch: 'arm64', cpuModel: 'Arm Neoverse-V1', cpuCount: 2, cpuLimit: 0.5, memoryLimitBytes: 512 * 1024 ** 2 });
  });

  it('both versions of cgroup at once, without a limit', async () => {
    const facts = await factsOf(machine('epyc-hybrid'));
    expect(facts).to.deep.include({ os: 'Linux 6.1 (Debian GNU/Linux 12)', cpuModel: 'AMD EPYC', cpuCount: 2, cpuLimit: null, memoryLimitBytes: null });
  });

  it('no /proc at all: what the platform says', async () => {
    const mac: HostSystem = { ...system, type: 'Darwin', release: '23.5.0', arch: 'arm64', cpuModel: 'Apple M2 Pro', cpuCount: 10, memoryBytes: 17179869184 };
    const facts = await factsOf(() => null, { system: mac });
    expect(facts).to.deep.include({ os: 'Darwin 23.5', cpuModel: 'Apple M2 Pro', cpuCount: 10, memoryBytes: 17179869184, loadBefore: 9, stealShare: null, governor: null, cpuLimit: null });
    expect(facts.fingerprint).to.match(/^[0-9a-f]{64}$/);
  });

  it('names the machine in CI alone', async () => {
    const ci = { system: 'jenkins', job: null, build: null, url: null };
    expect((await factsOf(() => null)).name).to.equal(null);
    expect((await factsOf(() => null, { ci })).name).to.equal('agent-7');
    expect((await factsOf(() => null, { ci, env: { PATH: '', NODE_NAME: 'linux-large-3' } })).name).to.equal('linux-large-3');
  });

  it('asks the workload’s interpreter for its version, in the workload’s environment', async () => {
    const env = { PATH: process.env['PATH'] };
    const facts = await factsOf(() => null, { program: { language: 'node', interpreter: process.execPath, words: null }, env });
    expect(facts.runtime).to.equal(`Node ${process.versions.node}`);
    expect(facts.runtimes).to.deep.equal({ node: process.versions.node });
    expect((await factsOf(() => null, { program: { language: 'python', interpreter: 'no-such-python', words: null }, env })).runtime).to.equal(null);
  });

  it('steal is the hypervisor’s part of the time between two readings', async () => {
    const stats = ['cpu  100 0 50 800 0 0 0 50 7 0\ncpu0 1 1 1 1 1 1 1 1\n', 'cpu  150 0 60 1020 0 0 0 70 9 0\n'];
    const reading = await readHost({ program: nothing, cwd: '.', env: { PATH: '' }, ci: null, system, files: (path) => (path === '/proc/stat' ? (stats.shift() ?? null) : null) });
    expect((await reading.after()).stealShare).to.equal(20 / 300);
  });

  it('the same fingerprint for the same kind of machine, whatever its clock, load and name; another one for another kind', async () => {
    const of = async (files: HostFiles, more?: Partial<HostContext>): Promise<string | null> => (await factsOf(files, more)).fingerprint;
    const files = machine('xeon-docker-v1');
    const changed = (change: (text: string) => string, name: string): HostFiles => (path) => (path === name ? change(files(path) ?? '') : files(path));
    const base = await of(files);
    expect(await of(changed((text) => text.replace(/cpu MHz.*/g, 'cpu MHz\t\t: 1200.000').replace(/@ 2.50GHz/g, '@ 2.49GHz'), '/proc/cpuinfo'))).to.equal(base);
    expect(await of(changed(() => '80.1 9 9 1/1 1\n', '/proc/loadavg'))).to.equal(base);
    expect(await of(files, { system: { ...system, release: '6.9.1', hostname: 'agent-8' } })).to.equal(base);
    const others = [
      await of(changed((text) => text.replace(/model\t\t: 85/g, 'model\t\t: 106'), '/proc/cpuinfo')),
      await of(changed(() => '100000\n', '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us')),
      await of(changed((text) => text.replaceAll('22.04', '24.04'), '/etc/os-release')),
      await of(changed((text) => text.replace('0-3', '0-2'), '/proc/self/status')),
      await of(files, { system: { ...system, arch: 'arm64' } }),
      await of(files, { program: { language: 'node', interpreter: process.execPath, words: null }, env: { PATH: process.env['PATH'] } }),
    ];
    expect(new Set([base, ...others]).size).to.equal(7);
  });

  it('patch versions of a runtime do not matter, minor ones do', () => {
    const of = (python: string): string => fingerprintOf({ cpuClass: null, cpuCount: 1, cpuLimit: null, memoryLimitBytes: null, osClass: null, arch: null, runtimes: { python } });
    expect(of('3.12.4')).to.equal(of('3.12.11'));
    expect(of('3.9.16 (PyPy 7.3.11)')).to.equal(of('3.9.18 (PyPy 7.3.12)'));
    expect(new Set([of('3.12.4'), of('3.13.4'), of('3.9.16'), of('3.9.16 (PyPy 7.3.11)')]).size).to.equal(4);
  });
});
