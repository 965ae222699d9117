import { expect } from 'chai';
import { readContainerLimits } from '../../../src/collect/host/container-limits.ts';

const files = (texts: Record<string, string>) => (path: string) => texts[path] ?? null;

describe('readContainerLimits', () => {
  it('finds the usual places where the table of mounts is hidden', () => {
    expect(readContainerLimits(files({ '/proc/self/cgroup': '0::/a/b\n', '/sys/fs/cgroup/a/cpu.max': '250000 100000\n', '/sys/fs/cgroup/a/b/memory.max': '1048576\n' }))).to.deep.equal({ cpus: 2.5, memoryBytes: 1048576 });
    expect(readContainerLimits(files({ '/proc/self/cgroup': '4:memory:/\n3:cpu,cpuacct:/\n', '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n', '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n', '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' }))).to.deep.equal({ cpus: null, memoryBytes: null });
  });

  it('reads mount points with blanks, and groups outside of what is mounted as the mount itself', () => {
    const mountinfo = '35 24 0:30 /../host /mnt/control\\040groups ro - cgroup2 cgroup2 rw\n';
    expect(readContainerLimits(files({ '/proc/self/mountinfo': mountinfo, '/proc/self/cgroup': '0::/../../other\n', '/mnt/control groups/memory.max': '4096\n' })).memoryBytes).to.equal(4096);
  });

  it('knows nothing from broken or missing texts', () => {
    const none = { cpus: null, memoryBytes: null };
    expect(readContainerLimits(files({}))).to.deep.equal(none);
    expect(readContainerLimits(files({ '/proc/self/cgroup': '\n::\n0::relative\n0::/\n', '/proc/self/mountinfo': ' - \n- - -\ncgroup\n', '/sys/fs/cgroup/cpu.max': '0 0', '/sys/fs/cgroup/memory.max': 'none' }))).to.deep.equal(none);
  });
});
