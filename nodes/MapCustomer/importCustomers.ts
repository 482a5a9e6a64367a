import type { IExecuteFunctions } from 'n8n-workflow';
import type { CompanyId } from '../../src/domain/ids';
import type { MatchBy } from '../../src/domain/mapping/companyProfile';
import { importCompany } from '../../src/sync/importing/importCompany';
import type { ImportOutcome } from '../../src/sync/importing/importOutcomes';
import { importSlice } from '../../src/sync/importing/importSlice';
import { startImport } from '../../src/sync/importing/startImport';
import { chosenId, type Given, typedText } from '../shared/items/itemRun';
import type { ChainPorts } from '../shared/opening/openPorts';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { optionsSince } from './description';

const mapped = 0;
const needsAttention = 1;

function given(outcome: ImportOutcome): Given {
	return { output: outcome.kind === 'imported' ? mapped : needsAttention, json: outcome };
}

async function settingsOf(
	context: IExecuteFunctions,
	ports: ChainPorts,
	item: number,
): Promise<{ readonly matchBy: MatchBy; readonly language: string }> {
	const own = ownSettings(['matchCompanyBy'], ownReader(parametersOf(context, item), optionsSince));
	const { settings } = await settingsHere(context, own, { ...ports, ...ports.inputs });
	return { matchBy: settings.matchCompanyBy, language: typedText(context, 'language', item) };
}

async function one(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const contactId = chosenId(context, 'contactId', item);
	const login = typedText(context, 'login', item);
	const password = String(context.getNodeParameter('password', item, ''));
	const outcome = await importCompany(
		{
			connectionId: ports.inputs.connectionId,
			companyId: chosenId(context, 'companyId', item) as CompanyId,
			wishes: {
				...(await settingsOf(context, ports, item)),
				...(contactId > 0 ? { contactId } : {}),
				notifyEmail: typedText(context, 'notifyEmail', item),
				access: { login, password },
			},
			leavesOutNamesakes: false,
		},
		ports,
	);
	return [given(outcome)];
}

/** Goes on with a run that has not ended, else begins one; one item per company. */
async function all(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const { connectionId } = ports.inputs;
	const started = await startImport({ connectionId, ...(await settingsOf(context, ports, item)), by: '' }, ports);
	if (started.kind === 'refused') return [{ output: needsAttention, json: { message: started.message } }];
	const results: Given[] = [];
	for (;;) {
		const slice = await importSlice(started.run, ports);
		if (slice.kind === 'refused') return [...results, { output: needsAttention, json: { message: slice.message } }];
		results.push(...slice.outcomes.map(given));
		if (slice.kind === 'ended') return results;
	}
}

/** What the node does to make customers, by operation. */
export const imports = { import: one, importAll: all } as const;
