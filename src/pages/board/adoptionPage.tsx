import { compact } from 'lodash';
import { ownWord } from '../../domain/answers/ownAnswer';
import { readTaskEntry } from '../../domain/answers/taskEntry';
import { keyBy } from '../../domain/keyed';
import type { ContractPlan } from '../../domain/plan/plan';
import { adoptLines, type AdoptOutcome } from '../../sync/adopting/adoptLines';
import { adoptableTasks } from '../../sync/adopting/adoptableTasks';
import type { AdoptedTask } from '../../sync/adopting/adoptionRows';
import { address } from '../address';
import { refusalText, whatText } from '../nextStep';
import type { ActionOutcome, PagePorts, PageView, Showing } from '../page';
import { field, pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import { type AdoptableRow, ownField } from './adoptableRow';
import { AdoptionView } from './adoptionView';
import { approvalEntry } from '../questions/asked';

/** What the first check found, and which lines can be linked as they are; by pages of the tasks that wait at `approval`. */
export async function adoptionView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const page = pageNumber(request);
	const window = { offset: (page - 1) * rowsPerPage, limit: rowsPerPage };
	const search = { isFirst: true, states: ['attention'], reasons: ['approval'], ...window } as const;
	const found = await ports.store.taskPage(connectionId, search);
	const plans = await ports.store.plans(
		connectionId,
		found.rows.map((task) => task.id),
	);
	const text = plans.map(approvalEntry).join('\n');
	const asked = { connectionId, which: 'named', text, linkDifferent: false, by: request.user } as const;
	const { adoptable } = await adoptableTasks(asked, ports.store);
	const planOf = keyBy(
		adoptable.map(({ plan }) => plan),
		'taskId',
	);
	const rows = found.rows.flatMap((task): AdoptableRow[] => {
		const plan = planOf[task.id];
		return plan ? [{ task, plan }] : [];
	});
	return {
		title: 'First connection',
		content: (
			<AdoptionView
				connection={await ports.store.connection(connectionId)}
				counts={found.counts}
				rows={rows}
				others={found.rows.length - rows.length}
				page={page}
				total={found.total}
				token={token}
				typed={(name) => request.form[name] ?? []}
			/>
		),
	};
}

/** The ticked line with what was typed of its units; a question that nothing was typed for stays open. */
function entryOf(
	line: string,
	plan: ContractPlan | undefined,
	request: PageRequest,
): string | { readonly why: string } {
	const words: string[] = [];
	for (const [at, question] of plan?.questions.entries() ?? []) {
		const own = field(request, ownField(plan?.taskId ?? '', at));
		if (own === '') continue;
		if (!/^\d{1,9}$/.test(own))
			return { why: `Units of task ${plan?.taskId ?? ''}: "${own.slice(0, 40)}" is not a whole number.` };
		words.push(ownWord(question, plan?.questions ?? [], Number(own)));
	}
	return [line, ...words].join(' ');
}

async function entriesOf(
	request: PageRequest,
	ports: PagePorts,
): Promise<readonly (string | { readonly why: string })[]> {
	const lines = (request.form['lines'] ?? []).slice(0, rowsPerPage);
	const ids = lines.map((line) => readTaskEntry(line).taskId);
	const plans = keyBy(ids.length === 0 ? [] : await ports.store.plans(ports.inputs.connectionId, ids), 'taskId');
	return lines.map((line, at) => entryOf(line, plans[ids[at] ?? ''], request));
}

const mostNamed = 10;

function messageOf({ tasks, refused }: AdoptOutcome): string {
	const count = (state: AdoptedTask['state'], words: string) => {
		const some = tasks.filter((task) => task.state === state).length;
		return some === 0 ? '' : `${some} ${words}.`;
	};
	const notAdopted = tasks.filter((task) => task.state !== 'adopted');
	const said = [
		...notAdopted.map((one) => `Task ${one.taskId}: ${whatText(one)}`),
		...refused.map((one) => refusalText(one)),
	];
	return compact([
		count('adopted', 'linked as they are and synced'),
		count('linked', 'linked with a difference, which waits for approval'),
		count('different', 'differ and are not linked'),
		'Nothing was written to Autotask.',
		...said.slice(0, mostNamed),
		said.length > mostNamed ? `And ${said.length - mostNamed} more; their tasks say so.` : '',
	]).join(' ');
}

/** Links the ticked lines, or every one, as they are. Source: rule T11. */
export async function adopt(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const which = field(request, 'which') === 'all' ? 'all' : 'named';
	const entries = await entriesOf(request, ports);
	if (which === 'named' && entries.length === 0)
		return { kind: 'refused', message: 'No line is ticked. Tick the lines to link.' };
	const [wrong] = entries.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.why]));
	if (which === 'named' && wrong !== undefined) return { kind: 'refused', message: wrong };
	const outcome = await adoptLines(
		{
			connectionId: ports.inputs.connectionId,
			which,
			text: which === 'all' ? '' : entries.join('\n'),
			linkDifferent: field(request, 'linkDifferent') === 'yes',
			by: request.user,
		},
		ports,
	);
	if (outcome.tasks.length === 0 && outcome.refused.length > 0) return { kind: 'refused', message: messageOf(outcome) };
	const location = address('tasks', { view: 'first', page: request.query['page'] });
	return { kind: 'done', message: messageOf(outcome), location };
}
