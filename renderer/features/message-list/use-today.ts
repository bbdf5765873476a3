import { useEffect, useState } from 'react'

/** The beginning of this day in Unix milliseconds; another after each midnight, slept through or not. */
export function useToday(): number {
  const [today, setToday] = useState(startOfToday)
  useEffect(() => {
    const look = () => setToday(startOfToday())
    const timer = setTimeout(look, nextDayAfter(today) - Date.now())
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [today])
  return today
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0)
}

function nextDayAfter(day: number): number {
  const next = new Date(day)
  return next.setDate(next.getDate() + 1)
}
