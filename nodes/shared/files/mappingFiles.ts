import type { IExecuteFunctions } from 'n8n-workflow';
import { countsText } from '../../../src/pages/catalogue/countsText';
import { type ExportedList, exportedRows } from '../../../src/pages/catalogue/exportedRows';
import { csvText } from '../../../src/pages/pageAnswer';
import type { MappingFile, RowVerdict } from '../../../src/sync/catalogue/mappingFile';
import { takeMappings } from '../../../src/sync/catalogue/takeMappings';
import { type Given, typedText } from '../items/itemRun';
import { speaker } from '../items/speaker';
import type { ChainPorts } from '../opening/openPorts';
import { SettingError } from '../settingError';

const mapped = 0;
const needsAttention = 1;

/** Where a node works, and on which of its items. */
interface FileRun {
	readonly context: IExecuteFunctions;
	readonly ports: ChainPorts;
	readonly item: number;
}

/**
 * Gives a list with its mappings as the file that its page gives, in a binary field: one that can be mailed, kept, filled
 * in by a spreadsheet and imported again. An item for each row is what the operation List gives.
 */
async function exportMappings<Row>(
	list: ExportedList<Row>,
	things: string,
	{ context, ports, item }: FileRun,
): Promise<readonly Given[]> {
	const onlyUnmapped = context.getNodeParameter('onlyUnmapped', item, false) === true;
	const rows = await exportedRows(list, { search: '', onlyUnmapped }, ports);
	const field = typedText(context, 'outputField', item) || 'data';
	const fileName = `${things}.csv`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(csvText(rows), 'utf8'), fileName, 'text/csv');
	return [{ output: mapped, json: { fileName, rows: rows.length - 1 }, binary: { [field]: file } }];
}

async function givenText(context: IExecuteFunctions, item: number): Promise<string> {
	if (context.getNodeParameter('csvFrom', item) === 'text')
		return String(context.getNodeParameter('csvText', item, ''));
	const field = typedText(context, 'inputField', item) || 'data';
	if (!context.getInputData()[item]?.binary?.[field])
		throw new SettingError(
			`Item ${item} has no file in the field ${field}. Read one in a node before, or choose Text in CSV From.`,
		);
	return (await context.helpers.getBinaryDataBuffer(item, field)).toString('utf8');
}

/** A row that is refused names itself in its message. */
function givenOf<Mapping>(verdict: RowVerdict<Mapping>, isMapped: boolean): Given {
	const { line, name, kind } = verdict;
	if (kind === 'refused')
		return {
			output: needsAttention,
			json: { line, name, kind, message: `Line ${line}${name === '' ? '' : `, ${name}`}: ${verdict.why}` },
		};
	if (kind === 'unchanged') return { output: mapped, json: { line, name, kind, isMapped: false } };
	const before = kind === 'changed' ? { before: verdict.before } : {};
	return { output: mapped, json: { line, name, kind, ...before, after: verdict.after, isMapped } };
}

/** Takes mappings from a file, or in a dry run says what would change; gives one item for each row. */
async function importMappings<Mapping>(
	file: MappingFile<Mapping>,
	{ context, ports, item }: FileRun,
): Promise<readonly Given[]> {
	const asked = {
		connectionId: ports.inputs.connectionId,
		text: await givenText(context, item),
		isDryRun: context.getNodeParameter('dryRun', item) !== false,
		by: speaker(context),
	};
	const taken = await takeMappings(file, asked, ports);
	if (taken.kind === 'refused') throw new SettingError(taken.message);
	const message = `${countsText(taken.verdicts)}. ${taken.message}`;
	const isRefused = taken.verdicts.some(({ kind }) => kind === 'refused');
	context.addExecutionHints({ message, type: isRefused ? 'warning' : 'info', location: 'outputPane' });
	return taken.verdicts.map((verdict) => givenOf(verdict, taken.kind === 'mapped'));
}

/** What is given and taken as a file; `fileOf` makes it where it goes by the settings of the node. */
interface Mapped<Row, Mapping> {
	readonly list: ExportedList<Row>;
	/** How the file is named. */
	readonly things: string;
	readonly fileOf: (run: FileRun) => MappingFile<Mapping> | Promise<MappingFile<Mapping>>;
}

/** Both operations of one list, as a node has them. */
export function fileOperations<Row, Mapping>({ list, things, fileOf }: Mapped<Row, Mapping>) {
	return {
		exportMappings: async (context: IExecuteFunctions, ports: ChainPorts, item: number) =>
			await exportMappings(list, things, { context, ports, item }),
		importMappings: async (context: IExecuteFunctions, ports: ChainPorts, item: number) => {
			const run = { context, ports, item };
			return await importMappings(await fileOf(run), run);
		},
	};
}
