/** What `report --format` writes. */
export const reportFormats = ['html', 'json', 'md'] as const;
export type ReportFormat = (typeof reportFormats)[number];
