import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { openFile } from '../../src/io/file-source.ts';
import { importLimits } from '../../src/core/limits.ts';
import { findImporter } from '../../src/importers/index.ts';

// Imports one file to a finished model: stack tree and function table of the profile it shows first.
const path = process.argv[2] as string;
const opened = await openFile(path, path);
const importer = findImporter(opened.head, path);
if (importer === undefined) throw new Error(`no importer reads ${path}`);
const set = await importer.read(opened.source, importLimits);
const profile = set.profiles[set.defaultProfile];
if (profile === undefined) throw new Error('no profile');
console.log(importer.id, functionTable(profile).length, profileTotal(profile));
