import { neededAndBilled } from '../../domain/mapping/neededProducts';
import { isPlanned } from '../../domain/plan/standingPlan';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import type { PagePorts } from '../page';
import { totalText } from '../plan/totalText';
import { lookFirstAt, reviewRow } from '../review/reviewRow';
import type { Step } from './steps';

async function customerText({ task }: TaskDossier, { store, inputs }: PagePorts): Promise<string> {
	const [mapping] = await store.customerMappings(inputs.connectionId, [task.customerId]);
	return mapping ? `${mapping.companyName} (${mapping.companyId})` : 'not mapped';
}

async function productsText({ task, subscriptions }: TaskDossier, { store, inputs }: PagePorts): Promise<string> {
	const { connectionId } = inputs;
	const needed = neededAndBilled(task, subscriptions, await store.exclusions(connectionId));
	if (needed.length === 0) return 'none needed';
	const ids = needed.map(({ productId }) => productId);
	const mappings = await store.productMappings(connectionId, ids);
	const services = needed.flatMap(
		({ productId, periodType }) =>
			mappings.find((one) => one.productId === productId && one.periodType === periodType) ?? [],
	);
	const [only] = services;
	if (needed.length === 1 && only) return `${only.productName} is ${only.serviceName}`;
	return `${services.length} of ${needed.length} mapped`;
}

function contractText({ task, plan }: TaskDossier): string {
	if (!plan || !isPlanned(task)) return task.answers.contractId === undefined ? '' : String(task.answers.contractId);
	return `${plan.contractName} (${plan.contractId > 0 ? plan.contractId : 'to be created'})`;
}

function planText({ task, plan }: TaskDossier): string {
	if (!plan || !isPlanned(task)) return 'not planned yet';
	const { product, units } = reviewRow(plan);
	const look = task.state === 'attention' ? lookFirstAt({ task, plan }) : [];
	return [`${product} ${units}`.trim(), totalText([plan]), ...look.slice(0, 1)].join(': ');
}

function writtenText({ task, journal }: TaskDossier): string {
	const written = journal.filter(({ state }) => state === 'done' || state === 'recorded').length;
	if (written > 0) return written === 1 ? '1 write' : `${written} writes`;
	return task.state === 'synced' ? 'nothing to write' : '';
}

/** What each step of a task came to, in a few words, from what is stored. */
export async function stepSummaries(dossier: TaskDossier, ports: PagePorts): Promise<Readonly<Record<Step, string>>> {
	return {
		customer: await customerText(dossier, ports),
		products: await productsText(dossier, ports),
		contract: contractText(dossier),
		review: planText(dossier),
		result: writtenText(dossier),
	};
}
