import type { ConnectionSettings } from '../../../src/domain/settings/connectionSettings';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import type { Page } from '../../../src/pages/page';
import { taskPage } from '../../../src/pages/wizard/taskPage';
import { checkRulesPart, planNowPart, syncPart } from '../../../src/sync/settings/settingParts';
import type { SyncOptions } from '../../../src/sync/writing/syncOptions';

function writingOf(settings: ConnectionSettings, signal: AbortSignal | undefined): SyncOptions {
	return { ...syncPart(settings), dryRun: false, ...(signal && { signal }) };
}

/** The task board and its review, which check, plan and write as the settings say; `signal` ends what is under way. */
export function boardPage(settings: ConnectionSettings, signal?: AbortSignal): Page {
	const check = { ...checkRulesPart(settings), batchSize: 1 };
	const sync = writingOf(settings, signal);
	return tasksPage({ check, plan: planNowPart(settings), sync, ...(signal && { signal }) });
}

/** The page of one task, which plans and writes as the settings say; `signal` ends what is under way. */
export function oneTaskPage(settings: ConnectionSettings, signal?: AbortSignal): Page {
	return taskPage({ plan: planNowPart(settings), sync: writingOf(settings, signal) });
}
