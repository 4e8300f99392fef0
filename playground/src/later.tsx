import { Component, lazy, Suspense, useMemo, useState, type ComponentType, type ReactNode } from 'react';
import { useTexts } from './language';

interface LaterProps<Props> {
  load(): Promise<{ default: ComponentType<Props> }>;
  props: Props;
}

/** A part of the page that is loaded when it is needed. Where it can't be loaded, or breaks, the rest of the page goes on. */
export function Later<Props extends object>({ load, props }: LaterProps<Props>) {
  const [attempt, setAttempt] = useState(0);
  const Part = useMemo(() => lazy(load), [load, attempt]) as ComponentType<Props>;
  return (
    <Boundary key={attempt} fallback={<Failed onRetry={() => setAttempt(attempt + 1)} />}>
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    </Boundary>
  );
}

function Failed({ onRetry }: { onRetry(): void }) {
  const t = useTexts();
  return (
    <p className="note important" role="status">
      {t.notLoaded}{' '}
      <button type="button" onClick={onRetry}>
        {t.tryAgain}
      </button>
    </p>
  );
}

class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
