import { chargeKinds } from '../../domain/contract/charge';
import type { ContractId, CustomerId, ProductId } from '../../domain/ids';
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
import { approvalEntry, type Asked, askedOf } from '../questions/asked';
import { chosenIn, ownWords, planWith, saidOtherwise } from '../questions/saidAnswers';
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

function contract(request: PageRequest): PlanChange | string {
	const id = idField(request, 'contractId');
	if (id === undefined) return 'No contract is chosen. Choose one that fits.';
	return { change: { kind: 'contract', contractId: id as ContractId } };
}

function prices(request: PageRequest): PlanChange | string {
	const from = field(request, 'priceSource');
	if (from !== 'autotask' && from !== 'marketplace')
		return 'Prices come from Autotask or from the marketplace. Choose one of them.';
	return { change: { kind: 'prices', from } };
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

function tick(request: PageRequest): PlanChange {
	const selected = field(request, 'ticked') === 'yes';
	return {
		change: { kind: 'row', row: field(request, 'row'), typed: {}, selected },
		fingerprint: field(request, 'fingerprint'),
	};
}

/** Plans with answers that the plan was not made with; undefined where none is given. */
async function answered(
	asked: readonly Asked[],
	request: PageRequest,
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<ActionOutcome | undefined> {
	const chosen = chosenIn(asked, request);
	const said = chosen ? [chosen] : saidOtherwise(asked, request);
	if (said.length === 0)
		return request.form['choose'] === undefined
			? undefined
			: { kind: 'refused', message: 'The plan is made with this answer already, or the question has changed.' };
	const { messages, entries, isRefused } = await planWith(said, request.user, ports, settings);
	const message = messages.join(' ');
	if (isRefused) return { kind: 'refused', message };
	const end = entries.length === 0 ? '' : ' Nothing is written yet: look at it, then approve.';
	return { kind: 'done', message: `${message}${end}`, location: taskAddress(idOf(request)) };
}

/** Answers what the cause of the task asks. */
function answerWith(settings: PlanNowSettings): Acting {
	return async (request, ports) => {
		const task = await ports.store.task(ports.inputs.connectionId, idOf(request));
		const outcome = await answered(task ? askedOf(task, undefined) : [], request, ports, settings);
		return outcome ?? { kind: 'refused', message: 'Nothing is answered. Choose an answer or type a number.' };
	};
}

function syncWith({ plan: settings, sync: options }: WizardSettings): Acting {
	return async (request, ports) => {
		const taskId = idOf(request);
		const { connectionId } = ports.inputs;
		const fingerprint = field(request, 'fingerprint');
		const [stored] = await ports.store.plans(connectionId, [taskId]);
		const plan = stored?.fingerprint === fingerprint ? stored : undefined;
		const task = await ports.store.task(connectionId, taskId);
		const questions = task && plan ? askedOf(task, plan) : [];
		const again = await answered(questions, request, ports, settings);
		if (again) return again;
		const words = plan ? ownWords(approvalEntry(plan), questions, request) : [];
		const asked = { connectionId, taskId, fingerprint, words, by: request.user };
		const outcome = await writeTaskNow(asked, ports, options);
		if (outcome.kind === 'notWritten') {
			const { message, what } = outcome;
			const next = 'Look at the plan below, then approve it again.';
			return { kind: 'refused', message: refusalText({ reason: message, ...(what !== undefined && { what }) }, next) };
		}
		if (outcome.kind === 'waitsForSecond')
			return { kind: 'done', message: outcome.message, location: taskAddress(taskId, { step: 'review' }) };
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
		create: changingWith(plan, () => ({ change: { kind: 'newContract' } })),
		answer: answerWith(plan),
		prices: changingWith(plan, prices),
		change: changingWith(plan, row),
		tick: changingWith(plan, tick),
		undo: changingWith(plan, () => ({ change: { kind: 'takeBack' } })),
		sync: syncWith(settings),
	} satisfies Readonly<Record<string, Acting>>;
}
