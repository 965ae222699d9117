/** What `report --format` writes. */
export const reportFormats = ['html', 'json', 'md', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];
/** Without the flag; junit is added where something was compared. */
export const defaultFormats: readonly ReportFormat[] = ['html', 'json', 'md'];
