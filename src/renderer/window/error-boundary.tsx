import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';

interface State {
  readonly message: string | undefined;
}

/** A fault of one screen stays in that screen: the rest of the window goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return <ErrorPanel error={{ code: 'program-fault', message }} onRetry={() => this.setState({ message: undefined })} />;
  }
}
