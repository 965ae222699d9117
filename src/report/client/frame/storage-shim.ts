/**
 * Replaces localStorage by one that lives as long as the frame: the real one throws in an opaque
 * origin, and the viewer's colour scheme must follow the system, not an earlier visit.
 */
export function installStorageShim(): void {
  const shim: Record<string, string> = Object.create(null) as Record<string, string>;
  Object.defineProperty(window, 'localStorage', { configurable: true, value: shim });
}
