import { chargeKinds } from '../../domain/contract/charge';
import type { ContractId, CustomerId, ProductId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { TypedRow } from '../../domain/planning/rowFields';
import type { ChangePlanRequest } from '../../sync/planning/changePlan';
import { planOpenTasks } from '../../sync/planning/planOpenTasks';
import type { PlanNowSettings } from '../../sync/planning/planTaskNow';
import { writeTaskNow } from '../../sync/writing/writeTaskNow';
import { charges } from '../mapping/charges';
import { customers } from '../mapping/customers';
import type { Edit } from '../mapping/edits';
import { addWith, products } from '../mapping/products';
import { refusalText } from '../nextStep';
import type { Acting, ActionOutcome, PagePorts } from '../page';
import { field, idField, type PageRequest } from '../pageRequest';
import { chosenIn, ownWords, planWith, saidOtherwise } from '../review/saidUnits';
import { taskAddress } from '../taskAddress';
import { changed, idOf, planned } from './plannedTask';
import type { WizardSettings } from './wizardSettings';

type PlanChange = Pick<ChangePlanRequest, 'change' | 'fingerprint'>;

/** How long other tasks that a mapping frees are planned before the page answers; the next check plans what is left. */
const planningBudgetMs = 10_000;

/** Plans what else waited for the mapping of a customer, a product or a kind of charge; gives a sentence. */
async function othersPlanned(request: PageRequest, ports: PagePorts, settings: PlanNowSettings): Promise<string> {
	const [customerId, productId] = [field(request, 'customerId'), field(request, 'productId')];
	const which = {
		...(customerId === '' ? {} : { customerId: customerId as CustomerId }),
		...(productId === '' ? {} : { productId: productId as ProductId }),
	};
	const options = { budgetMs: planningBudgetMs };
	const outcome = await planOpenTasks(ports.inputs, which, ports, { settings, options });
	if (outcome.kind === 'refused' || outcome.tasks === 0) return '';
	return outcome.tasks === 1 ? ' 1 other task was planned too.' : ` ${outcome.tasks} other tasks were planned too.`;
}

/** Maps what the form names, then looks at the task again with it, and at the others that waited for it. */
function mappingWith(settings: PlanNowSettings, edit: Edit): Acting {
	return async (request, ports) => {
		const { kind, message } = await edit(request, ports);
		if (kind === 'refused') return { kind, message };
		const outcome = await planned({ request, done: message }, ports, settings);
		const others = await othersPlanned(request, ports, settings);
		return { ...outcome, message: `${outcome.message}${others}` };
	};
}

function mapWhatIsNamed(settings: PlanNowSettings): Edit {
	return async (request, ports) => {
		if (field(request, 'customerId') !== '') return await customers.map(request, ports);
		const isCharge = (chargeKinds as readonly string[]).includes(field(request, 'kind'));
		return await (isCharge ? charges : products(settings)).map(request, ports);
	};
}

/** Plans the task again with what the form changes; a sentence says why nothing is changed. */
function changingWith(settings: PlanNowSettings, read: (request: PageRequest) => PlanChange | string): Acting {
	return async (request, ports): Promise<ActionOutcome> => {
		const change = read(request);
		if (typeof change === 'string') return { kind: 'refused', message: change };
		return await changed({ request, ...change }, ports, settings);
	};
}

function ownUnits(request: PageRequest): PlanChange {
	return { change: { kind: 'ownUnits', product: field(request, 'product'), units: field(request, 'units') } };
}

function otherUnits(request: PageRequest): PlanChange {
	return { change: { kind: 'otherUnits', units: field(request, 'units'), seenInForce: field(request, 'seen') } };
}

function contract(request: PageRequest): PlanChange | string {
	const id = idField(request, 'contractId');
	if (id === undefined) return 'No contract is chosen. Choose one that fits.';
	return { change: { kind: 'contract', contractId: id as ContractId } };
}

function prices(request: PageRequest): PlanChange | string {
	const from = field(request, 'priceSource');
	if (from !== 'autotask' && from !== 'marketplace')
		return 'Prices come from Autotask or from the marketplace. Choose one of them.';
	return { change: { kind: 'prices', from, seen: field(request, 'seen') } };
}

const rowNames = ['on', 'price', 'cost', 'description', 'quantity'] as const satisfies readonly (keyof TypedRow)[];

function row(request: PageRequest): PlanChange {
	const there = rowNames.filter((name) => request.form[name] !== undefined);
	const typed: TypedRow = Object.fromEntries(there.map((name) => [name, field(request, name)]));
	return {
		change: { kind: 'row', row: field(request, 'row'), typed },
		fingerprint: field(request, 'fingerprint'),
	};
}

function gone(request: PageRequest): PlanChange {
	return { change: { kind: 'goneLine', line: field(request, 'line') } };
}

function tick(request: PageRequest): PlanChange {
	const selected = field(request, 'ticked') === 'yes';
	return {
		change: { kind: 'row', row: field(request, 'row'), typed: {}, selected },
		fingerprint: field(request, 'fingerprint'),
	};
}

function createWith(settings: PlanNowSettings): Acting {
	const build = { ...settings.build, whenNoContract: 'create' as const };
	return async (request, ports) => await planned({ request }, ports, { ...settings, build });
}

/** Plans again with numbers that the plan was not made with; undefined where none is said. */
async function answered(
	plan: ContractPlan | undefined,
	request: PageRequest,
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<ActionOutcome | undefined> {
	const choice = request.form['choose'] !== undefined;
	const chosen = plan && chosenIn([plan], request);
	const said = chosen ? [chosen] : plan ? saidOtherwise([plan], request) : [];
	if (said.length === 0)
		return choice
			? { kind: 'refused', message: 'The plan is made with these numbers already, or has changed.' }
			: undefined;
	const { messages, isRefused } = await planWith(said, request.user, ports, settings);
	const message = messages.join(' ');
	if (isRefused) return { kind: 'refused', message };
	const end = 'Nothing is written yet: look at it, then approve.';
	return { kind: 'done', message: `${message} ${end}`, location: taskAddress(idOf(request)) };
}

function syncWith({ plan: settings, sync: options }: WizardSettings): Acting {
	return async (request, ports) => {
		const taskId = idOf(request);
		const { connectionId } = ports.inputs;
		const fingerprint = field(request, 'fingerprint');
		const [stored] = await ports.store.plans(connectionId, [taskId]);
		const plan = stored?.fingerprint === fingerprint ? stored : undefined;
		const again = await answered(plan, request, ports, settings);
		if (again) return again;
		const words = plan ? ownWords(plan, request) : [];
		const asked = { connectionId, taskId, fingerprint, words, by: request.user };
		const outcome = await writeTaskNow(asked, ports, options);
		if (outcome.kind === 'notWritten') {
			const { message, what } = outcome;
			const next = 'Look at the plan below, then approve it again.';
			return { kind: 'refused', message: refusalText({ reason: message, ...(what !== undefined && { what }) }, next) };
		}
		return { kind: 'done', message: outcome.result.message, location: taskAddress(taskId, { step: 'result' }) };
	};
}

/** What the forms of the wizard do; each by the use case of its name in src/sync. */
export function wizardActions(settings: WizardSettings) {
	const { plan } = settings;
	return {
		map: mappingWith(plan, mapWhatIsNamed(plan)),
		add: mappingWith(plan, addWith(plan)),
		plan: async (request, ports) => await planned({ request }, ports, plan),
		contract: changingWith(plan, contract),
		create: createWith(plan),
		own: changingWith(plan, ownUnits),
		others: changingWith(plan, otherUnits),
		gone: changingWith(plan, gone),
		prices: changingWith(plan, prices),
		change: changingWith(plan, row),
		tick: changingWith(plan, tick),
		undo: changingWith(plan, () => ({ change: { kind: 'takeBack' } })),
		sync: syncWith(settings),
	} satisfies Readonly<Record<string, Acting>>;
}
