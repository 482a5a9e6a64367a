import { whyExcluded } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import { getTask, type TaskDossier } from '../../sync/tasks/listTasks';
import { address } from '../address';
import { excludeActions } from '../board/excludeActions';
import { settlingActions } from '../board/taskActions';
import { TaskFacts } from '../board/taskFacts';
import { TaskWrites } from '../board/taskWrites';
import { isNotUnderstood, WaysOut } from '../board/waysOut';
import { LogTable } from '../log/logTable';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { goTo, type PageAnswer } from '../pageAnswer';
import { field, type PageRequest } from '../pageRequest';
import { customerNames } from './customerNames';
import { idOf } from './plannedTask';
import { currentStep, isStep, nameOfTask, type Step, stepNames } from './steps';
import { stepSummaries } from './stepSummaries';
import { stepView } from './stepView';
import { Needed, NextLink, StepList } from './taskFrame';
import { wizardActions } from './wizardActions';
import type { WizardSettings } from './wizardSettings';

function missing(id: string): PageView {
	const content = (
		<p>
			There is no task {id}. <a href="tasks">Back to the tasks</a>
		</p>
	);
	return { title: 'No such task', content };
}

/** The step that the address names; after an approval, the one that the task is at then. */
function shownStep(request: PageRequest, task: SyncTask): Step {
	const asked = request.query['step'];
	return isStep(asked) && field(request, 'action') !== 'sync' ? asked : currentStep(task);
}

const linesOfLog = 30;

/** What can be done with the task besides its steps, and what was done with it. */
function Below(given: { readonly dossier: TaskDossier; readonly step: Step; readonly showing: Showing }) {
	const { dossier, step, showing } = given;
	const { task, journal, log } = dossier;
	const { request, token } = showing;
	const seen = (one: string) => dossier.subscriptions.find((subscription) => subscription.id === one);
	return (
		<>
			<h2>{isNotUnderstood(task) ? 'What you can do' : 'Something else'}</h2>
			<WaysOut
				task={task}
				dossier={dossier}
				token={token}
				isExcluded={whyExcluded(task, dossier.exclusions, seen) !== undefined}
				typed={{
					reason: field(request, 'reason'),
					thing: field(request, 'thing'),
					excludeReason: field(request, 'excludeReason'),
				}}
			/>
			{step === 'result' || journal.length === 0 ? null : (
				<>
					<h2>Writes</h2>
					<TaskWrites journal={journal} />
				</>
			)}
			<h2>Action log</h2>
			<LogTable rows={log.slice(0, linesOfLog)} />
			<p>
				<a href={address('log', { task: task.id })}>All of its log</a>
			</p>
		</>
	);
}

async function show(showing: Showing, ports: PagePorts, settings: WizardSettings): Promise<PageView | PageAnswer> {
	const id = idOf(showing.request);
	if (id === '') return goTo(address('tasks', { search: showing.request.query['find'] ?? '' }));
	const dossier = await getTask(ports.inputs.connectionId, id, ports);
	if (!dossier) return missing(id);
	const { task, plan } = dossier;
	const step = shownStep(showing.request, task);
	const customerName = (await customerNames([task], ports)).get(task.customerId);
	const content = (
		<>
			<p>
				<a href="tasks">Back to the tasks</a>
			</p>
			<TaskFacts
				dossier={dossier}
				task={{ ...task, ...(customerName === undefined ? {} : { customerName }) }}
				now={ports.clock.now()}
			/>
			<Needed attention={task.attention} plan={plan} />
			<StepList task={task} shown={step} summaries={await stepSummaries(dossier, ports)}>
				{await stepView(step, { showing, dossier, ports, settings })}
				{step === 'contract' ? null : (
					<p>
						<NextLink task={task} shown={step} />
					</p>
				)}
			</StepList>
			<Below dossier={dossier} step={step} showing={showing} />
		</>
	);
	return { title: `${nameOfTask(task)}: ${stepNames[step]}`, content };
}

/** One task with its steps, from its customer to what was written. */
export function taskPage(settings: WizardSettings): Page {
	return {
		name: 'task',
		show: async (showing, ports) => await show(showing, ports, settings),
		actions: { ...settlingActions, exclude: excludeActions.exclude, ...wizardActions(settings) },
	};
}
