import type { ComponentChildren, VNode } from 'preact';
import type { Notice } from './page';
import { stylesheet } from './stylesheet';

interface Place {
	readonly path: string;
	readonly name: string;
	/** Pages that are reached from its own. */
	readonly tabs?: readonly string[];
}

const places: readonly Place[] = [
	{ path: 'tasks', name: 'Tasks' },
	{ path: 'task', name: 'Sync wizard' },
	{ path: 'customers', name: 'Mapping', tabs: ['products', 'charges', 'import-customers'] },
	{ path: 'log', name: 'Action log' },
];

function Head({ title, goesOn }: { readonly title: string; readonly goesOn: string | undefined }): VNode {
	return (
		<head>
			<meta charSet="utf-8" />
			<meta name="viewport" content="width=device-width, initial-scale=1" />
			{goesOn === undefined ? null : <meta http-equiv="refresh" content={`0; url=${goesOn}`} />}
			<title>{`${title} - Marketplace to Autotask`}</title>
			<style dangerouslySetInnerHTML={{ __html: stylesheet }} />
		</head>
	);
}

function Navigation({ page, connection }: { readonly page: string; readonly connection: string | undefined }): VNode {
	return (
		<header>
			<nav aria-label="Pages">
				<ul>
					{places.map((place) => (
						<li>
							<a
								href={place.path}
								{...(place.path === page || place.tabs?.includes(page) ? { 'aria-current': 'page' as const } : {})}
							>
								{place.name}
							</a>
						</li>
					))}
				</ul>
			</nav>
			{connection === undefined ? null : <p class="connection">{`Connection ${connection}`}</p>}
		</header>
	);
}

function NoticeBox({ notice: { kind, message } }: { readonly notice: Notice }): VNode {
	return (
		<div class={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'} tabIndex={-1} autofocus>
			{message}
		</div>
	);
}

/** The frame of every page: navigation, what is said at the top (the focus begins there), the content. */
export function Layout(given: {
	readonly page: string;
	readonly title: string;
	readonly notice?: Notice;
	readonly goesOn?: string;
	/** Whose tasks, mappings and log the page shows; absent where none was opened. */
	readonly connection?: string;
	readonly children: ComponentChildren;
}): VNode {
	const { page, title, notice, goesOn, connection, children } = given;
	return (
		<html lang="en">
			<Head title={title} goesOn={goesOn} />
			<body>
				<a class="skip" href="#content">
					Skip to the content
				</a>
				<Navigation page={page} connection={connection} />
				<main id="content">
					<h1>{title}</h1>
					{notice ? <NoticeBox notice={notice} /> : null}
					{children}
				</main>
			</body>
		</html>
	);
}
