import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** What a disk takes at least to make a commit durable in the figures named `slow-disk`. */
export const SLOW_DISK_MS = 1

const SHIM = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slowly(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  usleep(${SLOW_DISK_MS * 1000});
  return real(fd);
}
int fdatasync(int fd) { return slowly("fdatasync", fd); }
int fsync(int fd) { return slowly("fsync", fd); }
`

/**
 * The environment of a process whose commits take ${SLOW_DISK_MS} ms longer, as on a disk without a write cache; undefined
 * where there is no C compiler to make it with, or no loader that takes it.
 */
export function slowDisk(folder: string): NodeJS.ProcessEnv | undefined {
  if (process.platform !== 'linux') return undefined
  const library = join(folder, 'slow-disk.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, '-x', 'c', '-', '-ldl'], { input: SHIM, stdio: ['pipe', 'ignore', 'ignore'] })
  } catch {
    return undefined
  }
  return { ...process.env, LD_PRELOAD: library }
}
